import type { Archive } from '../archive/archive.ts'
import type { FaultScope } from '../archive/fault-kinds.ts'

/** Requests wait here until the test lets them through, so it knows what is under way. */
export interface Gate {
  /** The most that waited at the same time since the last `forget`. */
  readonly most: number
  forget(): void
  /** Resolves when so many wait. */
  waiting(count: number): Promise<void>
  /** Lets through those that have waited longest. */
  release(count: number): void
  /** Lets them through one by one, each when so many wait again; as many as now, unless told. */
  passEach(count: number, full?: number): Promise<void>
  /** Lets through all that wait and all that come. */
  open(): void
}

export function addGate(archive: Archive, scope: FaultScope): Gate {
  const held: (() => void)[] = []
  const watchers: { readonly count: number; readonly tell: () => void }[] = []
  let isOpen = false
  let most = 0
  archive.faults.add({ name: 'hold', ...scope, until: () => new Promise(come) })

  function come(pass: () => void): void {
    if (isOpen) {
      pass()
      return
    }
    held.push(pass)
    most = Math.max(most, held.length)
    const ready = watchers.filter(({ count }) => held.length >= count)
    for (const watcher of ready) watchers.splice(watchers.indexOf(watcher), 1)
    for (const { tell } of ready) tell()
  }

  function waiting(count: number): Promise<void> {
    if (held.length >= count) return Promise.resolve()
    return new Promise((tell) => watchers.push({ count, tell }))
  }

  function release(count: number): void {
    for (const pass of held.splice(0, count)) pass()
  }

  return {
    get most() {
      return most
    },
    forget() {
      most = held.length
    },
    waiting,
    release,
    async passEach(count, full = held.length) {
      for (let passed = 0; passed < count; passed += 1) {
        release(1)
        await waiting(full)
      }
    },
    open() {
      isOpen = true
      release(held.length)
    },
  }
}
