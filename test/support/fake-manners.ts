import type { EngineState } from '../../main/model/events.ts'
import type { Countdown, DoneAct } from '../../main/model/when-done.ts'
import type { Handlers, ShellEvent } from '../../preload/contract.ts'
import * as fake from './fake-data.ts'

/** With the state `held` a month without bytes, slow mode and a job that waits for mains power. */
export function heldState(asked: string): Partial<EngineState> {
  if (asked !== 'held') return {}
  const dataBudget = { bytes: 200e9, fromDay: 1 }
  return {
    settings: { ...fake.state.settings, dataBudget, isSlow: true, whenDone: 'shutdown' },
    limit: { bytesPerSecond: 1e6, by: 'slow' },
    budget: { ...fake.state.budget, isUsedUp: true },
    jobs: fake.state.jobs.map((job, index) =>
      index === 0 ? { ...job, intent: 'hold', holdReason: 'mains' } : job,
    ),
  }
}

/** A computer on which all is done: what is chosen for that comes at once, until a person answers. */
export function fakeCountdown(): {
  readonly choose: (act: DoneAct) => void
  readonly handlers: Pick<Handlers, 'countdown.get' | 'countdown.answer'>
  readonly onShell: (listener: (event: ShellEvent) => void) => () => void
} {
  const listeners = new Set<(event: ShellEvent) => void>()
  let countdown: Countdown | null = null
  const tell = (next: Countdown | null) => {
    countdown = next
    for (const listener of listeners) listener({ kind: 'countdown', countdown })
  }
  return {
    handlers: {
      'countdown.get': () => countdown,
      'countdown.answer': () => tell(null),
    },
    choose(act) {
      if (act !== 'nothing') tell({ act, at: Date.now() + 60_000 })
    },
    onShell(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
