import * as z from 'zod'
import { type Finished, jsonLines } from './cli-run.ts'

const failure = z.strictObject({ code: z.string(), message: z.string().min(10) })
const range = z.tuple([z.number(), z.number()]).nullable()
const count = z.number().int().nonnegative()
const line = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('plan'), files: count, bytes: count }),
  z.strictObject({
    event: z.literal('file'),
    path: z.string(),
    state: z.enum(['done', 'skipped', 'failed']),
    sizeBytes: count,
    digest: z.string().nullable(),
    source: z.enum(['api', 's3', 'webdav']).nullable(),
    failure: failure.optional(),
  }),
  z.strictObject({
    event: z.literal('progress'),
    bytes: count,
    totalBytes: count,
    bytesPerSecond: z.number(),
    etaSeconds: range,
    active: count,
  }),
  z.strictObject({
    event: z.literal('summary'),
    done: count,
    skipped: count,
    failed: count,
    bytes: count,
    seconds: z.number(),
  }),
])

/** What `download --json` wrote; throws where a line has not the promised form. */
export const linesOf = ({ stdout }: Finished) => jsonLines(stdout).map((each) => line.parse(each))
