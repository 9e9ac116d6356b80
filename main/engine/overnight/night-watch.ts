/** Tells a person once, in the morning, what the night brought. */
import type { Log } from '../../model/log.ts'
import type { Night, NightReport } from '../../model/night.ts'
import type { RunView, RunWait } from '../../model/schedule.ts'
import { morningTimes, nightAt } from '../../schedule/mornings.ts'
import { nextOccurrence } from '../../schedule/occurrences.ts'
import type { Store } from '../../store/database.ts'
import type { Clock } from '../context.ts'
import type { NightReports } from './night-reports.ts'

/** How a host tells a person. */
export interface MorningPort {
  /** Resolves when somebody may be there: at once unless the screen is locked. */
  whenThere(signal: AbortSignal): Promise<void>
  tell(report: NightReport): void
}

export interface NightWatch {
  /** Looks whether a night can be told: after a run has ended or rests, and after a sleep. */
  look(): void
  close(): void
}

export interface NightWatchOptions {
  readonly store: Pick<Store, 'schedules' | 'nights' | 'transact'>
  readonly clock: Clock
  readonly log: Pick<Log, 'error'>
  readonly reports: NightReports
  readonly port: MorningPort
  /** Of this computer. */
  readonly timeZone: () => string
}

/** A step of the clock, which nobody tells, is noticed after so long. */
const LONGEST_SLEEP_MS = 3_600_000

type Verdict =
  | { readonly kind: 'tell'; readonly night: Night }
  | { readonly kind: 'wait'; readonly until: number }

export function createNightWatch(options: NightWatchOptions): NightWatch {
  const { store, clock, log, reports, port, timeZone } = options
  const closing = new AbortController()
  let alarm = new AbortController()
  let isAwaited = false

  function look(): void {
    if (closing.signal.aborted) return
    try {
      const verdict = judge()
      if (verdict.kind === 'tell') whenThere()
      sleep(verdict.kind === 'wait' ? verdict.until : clock.now() + LONGEST_SLEEP_MS)
    } catch (error) {
      log.error('night', { error: String(error) })
    }
  }

  /** The night that is under way, else the one that ended with the last noon. */
  function judge(): Verdict {
    const now = clock.now()
    const current = nightAt(now, timeZone())
    const verdict = judgeNight(current, now)
    if (verdict?.kind === 'tell') return verdict
    const before = judgeNight(nightAt(current.from - 1, timeZone()), now)
    return before ?? verdict ?? { kind: 'wait', until: now + LONGEST_SLEEP_MS }
  }

  /** Null for a night that has nothing to tell, or was told. */
  function judgeNight(night: Night, now: number): Verdict | null {
    if (store.nights.isTold(night.morning)) return null
    const runs = reports.runsOf(night)
    const { first, usual, last } = morningTimes(night, timeZone())
    if (now < first) return { kind: 'wait', until: first }
    if (!runs.some(isWorthTelling)) return null
    if (now < last && runs.some(({ phase }) => phase === 'running'))
      return { kind: 'wait', until: last }
    const isToCome = runs.some(mayBegin) || hasStart(now, usual)
    if (now < usual && isToCome) return { kind: 'wait', until: usual }
    return { kind: 'tell', night }
  }

  function hasStart(from: number, to: number): boolean {
    return store.schedules.all().some((schedule) => {
      const next = schedule.isOn ? nextOccurrence(schedule, from) : null
      return next !== null && next.start < to
    })
  }

  function whenThere(): void {
    if (isAwaited) return
    isAwaited = true
    port
      .whenThere(closing.signal)
      .then(tell)
      .catch((error: unknown) => {
        if (!closing.signal.aborted) log.error('night', { error: String(error) })
      })
      .finally(() => {
        isAwaited = false
      })
  }

  /** Hours may have passed since it could be told. */
  function tell(): void {
    if (closing.signal.aborted) return
    const verdict = judge()
    if (verdict.kind !== 'tell') return
    const { morning, from } = verdict.night
    const now = clock.now()
    const isFirst = store.transact(() => {
      // An older night that nobody heard of is not worth a second notice.
      store.nights.tell(nightAt(from - 1, timeZone()).morning, now)
      return store.nights.tell(morning, now)
    })
    if (isFirst) port.tell(reports.of(morning))
  }

  function sleep(until: number): void {
    alarm.abort()
    alarm = new AbortController()
    const sleepMs = Math.min(LONGEST_SLEEP_MS, Math.max(1, until - clock.now()))
    clock.sleep(sleepMs, alarm.signal).then(look, () => {})
  }

  return {
    look,
    close() {
      closing.abort(new Error('closing'))
      alarm.abort()
    },
  }
}

/** What a person asked for by hand was seen by that person. */
function isWorthTelling({ outcome, isByHand, startedAt, waitsFor }: RunView): boolean {
  if (isByHand || outcome === 'skipped' || outcome === 'superseded') return false
  return startedAt !== null || outcome !== null || !isRest(waitsFor)
}

/** It waits for something that may come at any moment. */
function mayBegin({ phase, waitsFor }: RunView): boolean {
  return phase === 'waiting' && !isRest(waitsFor)
}

const rests: ReadonlySet<RunWait | null> = new Set<RunWait>(['window', 'pause', 'off'])
const isRest = (wait: RunWait | null): boolean => rests.has(wait)
