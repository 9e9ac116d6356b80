import type { Engine, EnginePorts } from '../engine.ts'
import type { EngineState, EventBody } from '../model/events.ts'
import type { ScheduleView } from '../model/schedule.ts'
import { type Countdown, isAllDone, ownFailures } from '../model/when-done.ts'

type DoneEngine = Pick<
  Engine,
  'subscribe' | 'settings' | 'snapshot' | 'schedules.list' | 'settings.change'
>

export interface WhenDoneParts {
  readonly engine: DoneEngine
  readonly clock: NonNullable<EnginePorts['clock']>
  /** Sends the computer to sleep or shuts it down; tells what went wrong, or nothing. */
  readonly powerOff: (act: Countdown['act']) => Promise<string>
  /** Told when a minute to say no begins, and with null when it is over. */
  onCountdown(countdown: Countdown | null): void
  /** The computer stays on after all: some of a person's own files failed, or it does not obey. */
  onStay(why: { readonly failed: number } | { readonly said: string }): void
}

export interface WhenDone {
  countdown(): Countdown | null
  /** A person says no: nothing is done until something has moved again. */
  cancel(): void
  /** A person does not want to wait. */
  now(): void
  close(): void
}

/** Time to say no. */
const GRACE_MS = 60_000
const kinds: readonly EventBody['kind'][] = [
  'job.changed',
  'job.removed',
  'schedules.changed',
  'settings.changed',
]

/** Does what a person chose for when all is done, after something has moved and a minute to say no. */
export function createWhenDone(parts: WhenDoneParts): WhenDone {
  const { engine, clock, powerOff, onCountdown, onStay } = parts
  /** When the first byte moved since the last time that all was done. */
  let since: number | null = null
  let countdown: (Countdown & { readonly abort: AbortController }) | null = null
  let isLooking = false
  let isStale = false

  // What was chosen for a night that is over would be a surprise on another day.
  const { whenDone: left, keepsWhenDone } = engine.settings()
  if (left !== 'nothing' && !keepsWhenDone) void engine['settings.change']({ whenDone: 'nothing' })

  const stop = engine.subscribe((batch) => {
    for (const event of batch)
      if (event.kind === 'progress' && event.moving.length > 0) since ??= clock.now()
    if (batch.some(({ kind }) => kinds.includes(kind))) void look()
  })

  async function look(): Promise<void> {
    isStale = isLooking
    if (isLooking) return
    isLooking = true
    try {
      await decide()
    } finally {
      isLooking = false
      if (isStale) void look()
    }
  }

  async function decide(): Promise<void> {
    const { whenDone } = engine.settings()
    if (since === null || whenDone === 'nothing') return end()
    const views: readonly ScheduleView[] = await engine['schedules.list'](undefined)
    const { jobs } = engine.snapshot(undefined) as EngineState
    const states = views.map(({ state }) => state)
    if (!isAllDone(jobs, states)) return end()
    if (countdown?.act === whenDone) return
    const failed = ownFailures(jobs, views, since)
    if (failed === 0) return begin(whenDone)
    forget()
    onStay({ failed })
  }

  function begin(act: Countdown['act']): void {
    end()
    const abort = new AbortController()
    countdown = { act, at: clock.now() + GRACE_MS, abort }
    onCountdown({ act, at: countdown.at })
    clock.sleep(GRACE_MS, abort.signal).then(fire, () => {})
  }

  function end(): void {
    if (countdown === null) return
    countdown.abort.abort()
    countdown = null
    onCountdown(null)
  }

  /** Once is once, unless a person wants it each time. */
  function forget(): void {
    since = null
    end()
    if (!engine.settings().keepsWhenDone) void engine['settings.change']({ whenDone: 'nothing' })
  }

  async function fire(): Promise<void> {
    const act = countdown?.act
    if (act === undefined) return
    forget()
    const said = await powerOff(act)
    if (said !== '') onStay({ said })
  }

  return {
    countdown: () => countdown && { act: countdown.act, at: countdown.at },
    cancel: forget,
    now: () => void fire(),
    close() {
      stop()
      countdown?.abort.abort()
    },
  }
}
