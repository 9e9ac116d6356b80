/** What is fetched again and again, and when. */
import * as z from 'zod'
import type { Surroundings } from '../../main/model/conditions.ts'
import type { RunView, ScheduleView } from '../../main/model/schedule.ts'
import type { SchedulePreview } from '../../main/model/schedule-problems.ts'
import { searchVersions } from '../../main/model/schedule-what.ts'
import { newestModes, removeModes } from '../../main/model/sync.ts'
import { answers, count, limit, order, ref, selection } from './shapes.ts'

const id = z.string().min(1).max(64)
const minute = z.number().int().min(0).max(1439)
const weekday = z.literal([1, 2, 3, 4, 5, 6, 7])
const atMinute = { atMinute: minute }

/** Wide enough for what a person may type: what is wrong with it is told by field. */
const when = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('daily'), ...atMinute }),
  z.strictObject({ kind: z.literal('weekly'), ...atMinute, days: z.array(weekday).max(7) }),
  z.strictObject({ kind: z.literal('hours'), ...atMinute, hours: z.number().int().min(1).max(24) }),
  z.strictObject({
    kind: z.literal('monthly'),
    ...atMinute,
    day: z.union([z.number().int().min(1).max(31), z.literal('last')]),
  }),
  z.strictObject({ kind: z.literal('cron'), text: z.string().max(200) }),
])

const what = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('refs'), refs: z.array(ref).max(500) }),
  z.strictObject({ kind: z.literal('cart'), path: z.string().max(4096) }),
  z.strictObject({
    kind: z.literal('search'),
    name: z.string().max(100),
    version: z.enum(searchVersions),
    most: z.number().int().min(1).max(1000),
  }),
])

const draft = z.strictObject({
  name: z.string().max(200),
  what,
  selection,
  how: order.omit({ ref: true, selection: true }),
  remove: z.enum(removeModes),
  trashDays: z.number().int().min(0).max(3650),
  newest: z.enum(newestModes),
  when,
  window: z.strictObject({ startMinute: minute, endMinute: minute }).nullable(),
  timeZone: z.string().max(100),
  speedLimitBytesPerSecond: z.number().int().positive().nullable(),
  limits: z.strictObject({
    removedFiles: count.nullable(),
    removedShare: z.number().min(0).max(1).nullable(),
    fetchBytes: count.nullable(),
    freeBytes: count.nullable(),
  }),
  conditions: z.strictObject({
    onMains: z.boolean(),
    notMetered: z.boolean(),
    notVpn: z.boolean(),
    notOn: z.array(z.string().min(1).max(200)).max(50),
  }),
})

const pause = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('minutes'), minutes: z.number().int().min(1).max(44_640) }),
  z.strictObject({ kind: z.literal('tomorrow') }),
  z.strictObject({ kind: z.literal('until-told') }),
  z.strictObject({ kind: z.literal('none') }),
])

export const schedulesRequests = {
  'schedules.list': answers<readonly ScheduleView[]>()(z.undefined()),
  /** `id` is null for a new one. Rejects with `field` and `reason` of what is wrong first. */
  'schedules.save': answers<ScheduleView>()(z.strictObject({ id: id.nullable(), draft })),
  /** Files stay; its unfinished jobs go. */
  'schedules.remove': answers<void>()(z.strictObject({ id })),
  'schedules.switch': answers<ScheduleView>()(z.strictObject({ id, isOn: z.boolean() })),
  /** Begins a run, or goes on with the one that waits, window or not. */
  'schedules.run-now': answers<ScheduleView>()(z.strictObject({ id })),
  'schedules.skip-next': answers<ScheduleView>()(z.strictObject({ id, isSkipped: z.boolean() })),
  'schedules.pause': answers<ScheduleView>()(z.strictObject({ id, pause })),
  /** Newest first; of all schedules for a null id. */
  'schedules.history': answers<{ readonly rows: readonly RunView[]; readonly total: number }>()(
    z.strictObject({ id: id.nullable(), offset: count, limit }),
  ),
  /** What this computer tells of its power and networks now. */
  surroundings: answers<Surroundings>()(z.undefined()),
  /** All that is wrong with a draft, what it says in words, and its next runs. */
  'schedules.preview': answers<SchedulePreview>()(z.strictObject({ id: id.nullable(), draft })),
} as const
