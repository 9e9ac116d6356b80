/** Which new dandisets a person wants to know of, and which were found. */
import * as z from 'zod'
import { type FollowFind, type FollowState, followSamples } from '../../main/model/follow.ts'
import { catalogueQuery } from './catalogue.ts'
import { absolutePath, answers, count, limit } from './shapes.ts'

const id = z.string().min(1).max(64)
const findId = z.number().int().positive()

const action = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('tell') }),
  z.strictObject({ kind: z.literal('watch') }),
  z.strictObject({
    kind: z.literal('fetch'),
    destination: absolutePath,
    sample: z.enum(followSamples),
  }),
])
const draft = z.strictObject({ name: z.string().max(200), query: catalogueQuery, action })

export const followRequests = {
  'follow.state': answers<FollowState>()(z.undefined()),
  /** `id` is null for a new one. What is there already is never told; of a changed query anew. */
  'follow.save': answers<FollowState>()(z.strictObject({ id: id.nullable(), draft })),
  /** What it found stays. */
  'follow.remove': answers<FollowState>()(z.strictObject({ id })),
  'follow.switch': answers<FollowState>()(z.strictObject({ id, isOn: z.boolean() })),
  /** Newest first. */
  'follow.finds': answers<{ readonly rows: readonly FollowFind[]; readonly total: number }>()(
    z.strictObject({ offset: count, limit }),
  ),
  /** Null: all of them. */
  'follow.read': answers<FollowState>()(z.strictObject({ findId: findId.nullable() })),
  /** Takes it off the watch list. */
  'follow.unwatch': answers<FollowState>()(z.strictObject({ findId })),
} as const
