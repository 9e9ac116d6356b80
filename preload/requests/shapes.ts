/** What requests of all kinds are made of. */
import * as z from 'zod'
import { placeModes } from '../../main/model/existing.ts'
import { facetFields } from '../../main/model/facts.ts'
import { reuseModes } from '../../main/model/job.ts'
import { templateProblem } from '../../main/model/layout.ts'
import { settingsBounds } from '../../main/model/settings.ts'

export interface Request<I extends z.ZodType, O> {
  readonly input: I
  readonly output?: O
}
export const answers =
  <O>() =>
  <I extends z.ZodType>(input: I): Request<I, O> => ({ input })

export const text = z.string().max(4096)
export const path = z.string().min(1).max(4096)
/** A POSIX path, or a Windows one with its drive or server. */
export const absolutePath = path.regex(/^(?:\/|[a-z]:[\\/]|\\\\[^\\/]+[\\/][^\\/])/i)
export const jobId = z.string().min(1).max(64)
export const transferId = z.number().int().nonnegative()
export const snapshotId = z.number().int().nonnegative()
export const count = z.number().int().nonnegative()
export const limit = z.number().int().min(1).max(5000)
export const minute = z.number().int().min(0).max(1439)
export const weekday = z.literal([1, 2, 3, 4, 5, 6, 7])
const { min, max } = settingsBounds.speedLimitBytesPerSecond
export const timetable = z
  .array(
    z.strictObject({
      days: z.array(weekday).max(7),
      fromMinute: minute,
      toMinute: minute,
      bytesPerSecond: z.union([z.literal(0), z.number().int().min(min).max(max)]).nullable(),
    }),
  )
  .max(50)
export const instanceName = z.string().min(1).max(200)

const pick = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('dandiset') }),
  z.strictObject({ kind: z.literal('folder'), path }),
  z.strictObject({ kind: z.literal('item'), path }),
  z.strictObject({ kind: z.literal('prefix'), prefix: path }),
  z.strictObject({ kind: z.literal('glob'), pattern: path }),
  z.strictObject({ kind: z.literal('asset'), assetId: path }),
  z.strictObject({ kind: z.literal('blob'), blobId: path }),
  z.strictObject({ kind: z.literal('zarr'), zarrId: path }),
  z.strictObject({ kind: z.literal('dandiset-yaml') }),
])

export const ref = z.strictObject({
  instance: instanceName,
  dandisetId: z
    .string()
    .regex(/^\d{6}$/)
    .nullable(),
  version: z.string().max(64).nullable(),
  pick,
})

/** What is looked for among the values of a facet; null for nothing. */
export const facetFind = z.strictObject({ field: z.enum(facetFields), text }).nullable()

const range = z.strictObject({ from: z.number().nullable(), to: z.number().nullable() }).nullable()

export const filter = z.strictObject({
  text,
  regex: z.string().max(1000),
  facets: z
    .array(
      z.strictObject({
        field: z.enum(facetFields),
        values: z.array(text).max(10_000),
        not: z.boolean(),
      }),
    )
    .max(facetFields.length * 2),
  include: z.array(text).max(200),
  exclude: z.array(text).max(200),
  sizeBytes: range,
  modifiedAt: range,
  ageDays: range,
})

const sample = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('one-session') }),
  z.strictObject({ kind: z.literal('session-per-subject') }),
  z.strictObject({ kind: z.literal('smallest-per-modality') }),
  z.strictObject({ kind: z.literal('first-bytes'), bytes: count }),
  z.strictObject({ kind: z.literal('random'), files: count, seed: count }),
])

export const selection = z.strictObject({
  base: z.enum(['all', 'none']),
  filter,
  ticks: z.array(z.strictObject({ path, on: z.boolean() })).max(100_000),
  sample: sample.nullable(),
  zarrParts: z.array(z.strictObject({ path, keep: z.array(text).min(1).max(10_000) })).max(10_000),
})

export const source = z.enum(['auto', 'api', 's3', 'webdav'])

export const order = z.strictObject({
  ref,
  selection,
  destination: absolutePath,
  source,
  existing: z.enum(placeModes),
  preserveTree: z.boolean(),
  assets: z.boolean(),
  dandisetYaml: z.boolean(),
  layout: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('archive') }),
    z.strictObject({ kind: z.literal('flat') }),
    z.strictObject({
      kind: z.literal('template'),
      template: text.refine((template) => templateProblem(template) === null),
    }),
  ]),
  names: z.enum(['keep', 'adapt']),
  reuse: z.enum(reuseModes),
})

export const address = z.url({ protocol: /^https?$/ }).max(2048)
