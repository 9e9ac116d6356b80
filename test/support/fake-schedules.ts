import { noConditions } from '../../main/model/conditions.ts'
import { Failure, recordOf } from '../../main/model/failure.ts'
import { orderDefaults } from '../../main/model/job.ts'
import {
  noFiles,
  type RunView,
  type Schedule,
  type ScheduleDraft,
  type ScheduleState,
  type ScheduleView,
} from '../../main/model/schedule.ts'
import { everything, noFilter, wanting } from '../../main/model/selection.ts'
import { occurrences } from '../../main/schedule/occurrences.ts'
import { previewOf } from '../../main/schedule/preview.ts'
import type { Handlers } from '../../preload/contract.ts'
import type { schedulesRequests } from '../../preload/requests/schedules.ts'
import * as fake from './fake-data.ts'
import { fakeAsks, fakeReview, fakeTrash } from './fake-review.ts'
import { fakeTonight } from './fake-tonight.ts'

const HOUR_MS = 3_600_000
const night: ScheduleDraft = {
  name: 'Male subjects of 000023',
  what: { kind: 'refs', refs: [{ ...fake.ref('000023'), version: 'draft' }] },
  selection: {
    ...everything,
    filter: wanting({ ...noFilter, include: ['*.nwb'] }, 'sex', ['Male']),
  },
  how: {
    ...orderDefaults,
    destination: '/home/ada/dandi',
    source: 'auto',
    existing: 'overwrite-different',
    preserveTree: false,
    assets: true,
    dandisetYaml: true,
  },
  remove: 'trash',
  trashDays: 30,
  newest: 'replace',
  when: { kind: 'daily', atMinute: 22 * 60 },
  window: { startMinute: 22 * 60, endMinute: 6 * 60 },
  timeZone: 'Europe/Berlin',
  speedLimitBytesPerSecond: null,
  limits: { removedFiles: 1000, removedShare: 0.2, fetchBytes: null, freeBytes: 50e9 },
  conditions: { ...noConditions, onMains: true },
  timetable: [],
}

/** Schedules in several states; with the state `empty` none, with `running` and `failed` the first so. */
export function fakeSchedules(
  asked: string,
  tell: () => void,
): Pick<Handlers, keyof typeof schedulesRequests> {
  let all: readonly ScheduleView[] = asked === 'empty' ? [] : samples(asked)
  const known = (id: string) =>
    all.find(({ schedule }) => schedule.id === id) ?? viewOf('new', night)

  function change(id: string, view: ScheduleView): ScheduleView {
    const isNew = all.every(({ schedule }) => schedule.id !== id)
    all = isNew ? [...all, view] : all.map((each) => (each.schedule.id === id ? view : each))
    tell()
    return view
  }

  function patch(id: string, schedule: Partial<Schedule>, state?: ScheduleState): ScheduleView {
    const view = known(id)
    const next = { ...view.schedule, ...schedule }
    return change(id, { ...view, schedule: next, state: state ?? view.state })
  }

  return {
    'schedules.list': () => all,
    'schedules.save': ({ id, draft }) => {
      const own = id ?? `s${all.length + 1}`
      return change(own, viewOf(own, draft))
    },
    'schedules.remove': ({ id }) => {
      all = all.filter(({ schedule }) => schedule.id !== id)
      tell()
    },
    'schedules.switch': ({ id, isOn }) =>
      patch(id, { isOn }, isOn ? viewOf(id, known(id).schedule).state : { kind: 'off' }),
    'schedules.run-now': ({ id }) => patch(id, {}, { kind: 'running', until: null }),
    'schedules.review': ({ id }) => fakeReview(known(id).schedule.how.destination),
    'schedules.go-on': ({ id }) => patch(id, {}, { kind: 'running', until: null }),
    'runs.trash': () => fakeTrash(fake.now),
    'runs.undo': () => ({ restored: 1178, left: 2 }),
    'schedules.skip-next': ({ id, isSkipped }) =>
      patch(id, { skipStart: isSkipped ? (known(id).next[0]?.start ?? null) : null }),
    'schedules.pause': ({ id, pause }) =>
      pause.kind === 'none'
        ? patch(id, { pause: null }, viewOf(id, known(id).schedule).state)
        : patch(id, { pause: { until: null } }, { kind: 'paused', until: null }),
    'schedules.history': ({ id, offset, limit }) => {
      const rows = history().filter((run) => id === null || run.scheduleId === id)
      return { rows: rows.slice(offset, offset + limit), total: rows.length }
    },
    surroundings: () => ({
      onMains: true,
      isMetered: null,
      isVpn: false,
      networkNames: ['Institute'],
    }),
    'schedules.tonight': () => (asked === 'looking' ? new Promise(() => {}) : fakeTonight(asked)),
    'schedules.tonight.stop': () => undefined,
    'schedules.preview': ({ id, draft }) => {
      const others = all.map(({ schedule }) => schedule).filter((each) => each.id !== id)
      return previewOf(draft, others, fake.now)
    },
  }
}

function viewOf(id: string, draft: ScheduleDraft, more: Partial<ScheduleView> = {}): ScheduleView {
  const isOn = more.state?.kind !== 'off'
  const own = { id, isOn, skipStart: null, pause: null, since: 0 }
  const next = isOn ? occurrences(draft, fake.now, 5) : []
  const state: ScheduleState = { kind: 'next', at: next[0]?.start ?? fake.now }
  return { schedule: { ...draft, ...own }, state, next, last: null, current: null, ...more }
}

function samples(asked: string): readonly ScheduleView[] {
  const elsewhere = { ...night, how: { ...night.how, destination: '/mnt/lab/000108' } }
  const weekly = { kind: 'weekly', days: [6, 7], atMinute: 60 } as const
  const until = fake.now + 9 * HOUR_MS
  const waits: ScheduleState =
    asked === 'held'
      ? { kind: 'waiting', reason: 'mains', until: null }
      : { kind: 'waiting', reason: 'window', until }
  const held = runOf(4, 's2', {
    phase: 'waiting',
    waitsFor: 'window',
    endedAt: null,
    outcome: null,
  })
  return [
    viewOf('s1', night, {
      last: runOf(3, 's1', lastAsked(asked)),
      ...stateAsked(asked),
    }),
    viewOf(
      's2',
      { ...elsewhere, name: 'Weekends, 000108', when: weekly, window: null },
      {
        state: waits,
        current: held,
      },
    ),
    viewOf(
      's3',
      {
        ...night,
        name: 'Every six hours',
        window: null,
        when: { kind: 'hours', hours: 6, atMinute: 0 },
      },
      {
        state: { kind: 'off' },
      },
    ),
  ]
}

function stateAsked(asked: string): Partial<ScheduleView> {
  if (asked === 'running') return { state: { kind: 'running', until: fake.now + 4 * HOUR_MS } }
  if (asked !== 'retrying') return {}
  const details = { host: 'api.dandiarchive.org' }
  const failure = { code: 'net.unreachable', remedy: 'retry-later', details } as const
  return { state: { kind: 'retrying', at: fake.now + 900_000, failure } }
}

function lastAsked(asked: string): Partial<RunView> {
  if (asked === 'asks') return asking
  return asked === 'failed' ? failed : {}
}

const asking: Partial<RunView> = { outcome: 'asks', asks: fakeAsks, tally: noFiles }

const failed: Partial<RunView> = {
  outcome: 'failed',
  failure: recordOf(
    new Failure('net.unreachable', 'retry-later', { host: 'api.dandiarchive.org' }),
  ),
  tally: { ...noFiles, added: 4, failed: 2, bytes: 9e9 },
}

export function runOf(id: number, scheduleId: string, more: Partial<RunView>): RunView {
  const plannedFor = more.plannedFor ?? fake.now - (10 - id) * 24 * HOUR_MS
  return {
    id,
    scheduleId,
    plannedFor,
    isCaughtUp: false,
    missed: 0,
    isByHand: false,
    phase: 'ended',
    waitsFor: null,
    noticedAt: plannedFor,
    startedAt: plannedFor,
    endedAt: plannedFor + 3 * HOUR_MS,
    outcome: 'done',
    failure: null,
    pauses: [],
    jobIds: [],
    asks: [],
    consent: null,
    tally: { ...noFiles, added: 12, changed: 3, bytes: 84e9 },
    ...more,
  }
}

function history(): readonly RunView[] {
  return Array.from({ length: 40 }, (_, index) =>
    runOf(40 - index, 's1', { plannedFor: fake.now - index * 24 * HOUR_MS, ...unusual[index] }),
  )
}

const unusual: readonly Partial<RunView>[] = [
  { outcome: null, endedAt: null, phase: 'running' },
  {},
  failed,
  {
    isCaughtUp: true,
    missed: 2,
    pauses: [
      { reason: 'window', from: 0, to: 1 },
      { reason: 'closed', from: null, to: 1 },
    ],
  },
  { outcome: 'skipped', startedAt: null, tally: noFiles },
  asking,
  {
    plannedFor: null,
    startedAt: fake.now - 150 * HOUR_MS,
    endedAt: fake.now - 149 * HOUR_MS,
    isByHand: true,
    tally: noFiles,
  },
]
