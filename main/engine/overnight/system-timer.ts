/** The system's own timer: shown as text, put in place when a person says so, kept like the schedules. */
import { join, sep } from 'node:path'
import { readDocument, removeDocument, writeDocument } from '../../disk/document.ts'
import { ensureFolder } from '../../disk/survey.ts'
import type { OrderSystem } from '../../machine/order.ts'
import type { ScheduleView } from '../../model/schedule.ts'
import { launchdFiles } from '../../model/timers/launchd.ts'
import { ordersOf, type TimerOrder } from '../../model/timers/orders.ts'
import { systemdFiles } from '../../model/timers/systemd.ts'
import { MOST_TRIGGERS, taskSchedulerFiles } from '../../model/timers/task-scheduler.ts'
import {
  hasWakes,
  type SystemTimerView,
  type TimerCommand,
  type TimerFile,
  type TimerKind,
  type TimerPlan,
  type TimerState,
  type WakeRule,
} from '../../model/timers/timer.ts'
import { nextLook, wakesOf } from '../../schedule/wakes.ts'
import type { Context } from '../context.ts'
import type { SettingsKeeper } from '../settings-keeper.ts'

/** Where the system looks for timers, and what the timer starts. */
export interface TimerPort {
  readonly kind: TimerKind
  /** Of all its files; absolute. */
  readonly folder: string
  /** One for each data folder. */
  readonly name: string
  readonly command: TimerCommand
  readonly userId: number
  readonly timeZone: string
  readonly order: OrderSystem
}

export interface SystemTimer {
  /** Null where the system has no timer that is known. */
  view(): Promise<SystemTimerView | null>
  /** Throws `disk.…` when its files cannot be written. */
  install(): Promise<SystemTimerView | null>
  remove(): Promise<SystemTimerView | null>
  /** Call when schedules or their unfinished runs changed: what is installed follows. Never rejects. */
  refresh(): Promise<void>
}

/** Enough for any number of schedules that a person keeps. */
const MOST_TIMES = 200
const MOST_TEXT_BYTES = 1024 * 1024

interface TimerParts {
  readonly context: Pick<Context, 'store' | 'clock' | 'log'>
  readonly settings: SettingsKeeper
  readonly list: () => readonly ScheduleView[]
  readonly port: TimerPort | null
}

export function createSystemTimer({ context, settings, list, port }: TimerParts): SystemTimer {
  let said: string | null = null
  /** One after the other: each writes the same files. */
  let last: Promise<unknown> = Promise.resolve()

  function inTurn<T>(step: (here: TimerPort) => Promise<T>): Promise<T | null> {
    const turn = last.then(() => (port === null ? null : step(port)))
    last = turn.catch(() => {})
    return turn
  }

  function planOf(here: TimerPort): TimerPlan {
    const { kind, name, command, timeZone } = here
    const views = list()
    const wakes = wakesOf({
      schedules: views.map(({ schedule }) => schedule),
      unfinished: new Set(views.filter(isUnfinished).map(({ schedule }) => schedule.id)),
      looks: looksOf(here),
      now: context.clock.now(),
      canSay: (rule) => canSay(rule, here),
      most: kind === 'task-scheduler' ? MOST_TRIGGERS : MOST_TIMES,
    })
    return { name, wakes, command, timeZone }
  }

  function looksOf({ timeZone }: TimerPort) {
    const rules = context.store.follow.rules()
    return { names: rules.filter(({ isOn }) => isOn).map(({ name }) => name), timeZone }
  }

  /** All must be done; the first that is not is what the system said. */
  async function order(here: TimerPort, orders: readonly TimerOrder[]): Promise<void> {
    for (const { argv, mayFail } of orders) {
      const { isDone, said: why } = await here.order(argv)
      if (isDone || mayFail) continue
      said = why
      context.log.warn('timer', { order: argv.join(' '), said: why })
      return
    }
  }

  async function put(here: TimerPort): Promise<void> {
    const plan = planOf(here)
    const files = filesOf(here.kind, plan)
    said = null
    if (!hasWakes(plan.wakes)) return clear(here)
    ensureFolder(here.folder, [])
    for (const { name, text } of files) await writeDocument(join(here.folder, name), [text])
    await order(here, ordersOf(placeOf(here)).on)
  }

  async function clear(here: TimerPort): Promise<void> {
    const { off, after } = ordersOf(placeOf(here))
    await order(here, off)
    for (const name of namesOf(here)) await removeDocument(join(here.folder, name))
    await order(here, after)
  }

  async function viewOf(here: TimerPort): Promise<SystemTimerView> {
    const plan = planOf(here)
    const orders = ordersOf(placeOf(here))
    const files = filesOf(here.kind, plan)
    const look = nextLook({ looks: looksOf(here), now: context.clock.now() })
    const next = list().flatMap(({ next: all }) => all.slice(0, 1).map(({ start }) => start))
    const starts = look === null ? next : [...next, look]
    return {
      kind: here.kind,
      state: await stateOf(here, plan),
      said,
      files: files.map(({ name, text }) => ({ path: join(here.folder, name), text })),
      orders: orders.on.filter(({ mayFail }) => !mayFail).map(({ argv }) => argv.join(' ')),
      nextAt: starts.length === 0 ? null : Math.min(...starts),
    }
  }

  async function stateOf(here: TimerPort, { wakes }: TimerPlan): Promise<TimerState> {
    if (!settings.current().systemTimer) return 'none'
    if (!hasWakes(wakes)) return 'idle'
    const { isDone } = await here.order(ordersOf(placeOf(here)).ask.argv)
    return isDone ? 'on' : 'not-taken'
  }

  async function follow(here: TimerPort): Promise<void> {
    const files = filesOf(here.kind, planOf(here))
    const texts = await Promise.all(files.map((file) => isWritten(here, file)))
    const isThere = await Promise.all(namesOf(here).map((name) => textOf(join(here.folder, name))))
    const kept = isThere.filter((text) => text !== null).length
    if (texts.every((isSame) => isSame) && kept === files.length) return
    await put(here)
  }

  return {
    view: () => inTurn(viewOf),
    install: () =>
      inTurn(async (here) => {
        await put(here)
        settings.change({ systemTimer: true })
        return viewOf(here)
      }),
    remove: () =>
      inTurn(async (here) => {
        settings.change({ systemTimer: false })
        said = null
        await clear(here)
        return viewOf(here)
      }),
    async refresh() {
      if (!settings.current().systemTimer) return
      await inTurn(follow).catch((error) => context.log.warn('timer', { error: String(error) }))
    },
  }
}

function placeOf(here: TimerPort) {
  return { ...here, folder: `${here.folder}${sep}` }
}

function isUnfinished({ current }: ScheduleView): boolean {
  return current?.phase === 'waiting' && current.waitsFor !== 'budget'
}

/** Only systemd knows time zones; the others go by the clock of this computer. */
function canSay({ timeZone, days }: WakeRule, here: TimerPort): boolean {
  if (here.kind === 'systemd') return true
  if (timeZone !== here.timeZone) return false
  return here.kind === 'task-scheduler' || days.kind !== 'month' || days.day !== 'last'
}

function filesOf(kind: TimerKind, plan: TimerPlan): readonly TimerFile[] {
  switch (kind) {
    case 'systemd':
      return systemdFiles(plan)
    case 'launchd':
      return launchdFiles(plan)
    case 'task-scheduler':
      return taskSchedulerFiles(plan)
    default:
      return kind satisfies never
  }
}

/** All files that it may have. */
function namesOf({ kind, name, command, timeZone }: TimerPort): readonly string[] {
  const wakes = { rules: [], moments: [0] }
  return filesOf(kind, { name, wakes, command, timeZone }).map((file) => file.name)
}

async function isWritten({ folder }: TimerPort, { name, text }: TimerFile): Promise<boolean> {
  return (await textOf(join(folder, name))) === text
}

async function textOf(file: string): Promise<string | null> {
  return readDocument(file, MOST_TEXT_BYTES).then(
    ({ text }) => text,
    () => null,
  )
}
