/** What a cart file holds: the one thing besides requests that comes from outside. */
import * as z from 'zod'
import { filter, selection } from './shapes.ts'

const assetPath = z.string().min(1).max(4096)
const sizeBytes = z.number().int().nonnegative()

/** An asset as it was when the cart was saved; `digests` are like `dandi-etag:…`, `sha256:…`. */
const file = z.strictObject({
  path: assetPath,
  sizeBytes,
  digests: z.array(z.string().regex(/^[a-z0-9-]{1,40}:[^\s]{1,200}$/)).max(8),
})

const item = z.strictObject({
  instance: z.strictObject({
    name: z.string().min(1).max(200),
    apiUrl: z.url({ protocol: /^https?$/ }).max(2048),
  }),
  dandisetId: z.string().regex(/^\d{6}$/),
  version: z.string().regex(/^(?:draft|\d+\.\d{6}\.\d{4})$/),
  title: z.string().max(4096),
  selection,
  files: z.array(file),
})

/** `main/model/dandicart.schema.json` is made from this; a test holds the two together. */
export const cartFile = z.strictObject({
  schema: z.literal('dandicart/1'),
  program: z.string().max(200),
  savedAt: z.iso.datetime(),
  filter,
  limitBytes: z.number().int().positive().nullable(),
  items: z.array(item).max(1000),
})
export type CartFileDocument = z.output<typeof cartFile>
