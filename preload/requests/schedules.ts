/** What is fetched again and again, and when. */
import * as z from 'zod'
import type { Surroundings } from '../../main/model/conditions.ts'
import type { RunReview, RunTrash } from '../../main/model/run-review.ts'
import type { RunView, ScheduleView } from '../../main/model/schedule.ts'
import type { SchedulePreview } from '../../main/model/schedule-problems.ts'
import { searchVersions } from '../../main/model/schedule-what.ts'
import { newestModes, removeModes, type SyncUndo } from '../../main/model/sync.ts'
import type { Tonight } from '../../main/model/tonight.ts'
import {
  answers,
  count,
  limit,
  minute,
  order,
  ref,
  selection,
  timetable,
  weekday,
} from './shapes.ts'

const id = z.string().min(1).max(64)
const runId = z.number().int().positive()
const lookId = z.string().min(1).max(64)
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
  timetable,
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
  /** What the newest run asks about, planned as things are now. */
  'schedules.review': answers<RunReview>()(z.strictObject({ id, isVouchedFor: z.boolean() })),
  /** Does what was looked at, and nothing else that asks; `isNow`: never mind the times. */
  'schedules.go-on': answers<ScheduleView>()(
    z.strictObject({
      id,
      accepted: z
        .array(z.strictObject({ key: z.string().max(5000), fingerprint: z.string().max(64) }))
        .max(1000),
      isVouchedFor: z.boolean(),
      isNow: z.boolean(),
    }),
  ),
  'runs.trash': answers<RunTrash>()(z.strictObject({ runId })),
  /** Puts back what a run moved to the trash, where the place is free. */
  'runs.undo': answers<SyncUndo>()(z.strictObject({ runId })),
  'schedules.skip-next': answers<ScheduleView>()(z.strictObject({ id, isSkipped: z.boolean() })),
  'schedules.pause': answers<ScheduleView>()(z.strictObject({ id, pause })),
  /** Newest first; of all schedules for a null id. */
  'schedules.history': answers<{ readonly rows: readonly RunView[]; readonly total: number }>()(
    z.strictObject({ id: id.nullable(), offset: count, limit }),
  ),
  /** What this computer tells of its power and networks now. */
  surroundings: answers<Surroundings>()(z.undefined()),
  /**
   * What the next run would do. A look of the same `lookId` that is under way gives way; of a draft
   * whose times alone changed nothing is looked at anew.
   */
  'schedules.tonight': answers<Tonight>()(z.strictObject({ lookId, id: id.nullable(), draft })),
  'schedules.tonight.stop': answers<void>()(z.strictObject({ lookId })),
  /** All that is wrong with a draft, what it says in words, and its next runs. */
  'schedules.preview': answers<SchedulePreview>()(z.strictObject({ id: id.nullable(), draft })),
} as const
