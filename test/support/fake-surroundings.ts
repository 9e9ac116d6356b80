import type { SurroundingsPort } from '../../main/machine/surroundings.ts'
import { type Surroundings, untold } from '../../main/model/conditions.ts'

export interface FakeSurroundings extends SurroundingsPort {
  /** What is told from now on; `isNoticed` says whether the system tells of the change by itself. */
  set(part: Partial<Surroundings>, isNoticed?: 'noticed' | 'silent'): void
  /** How often it was asked. */
  readonly reads: number
  /** How many listen to changes now. */
  readonly watchers: number
}

export function createFakeSurroundings(told: Partial<Surroundings> = {}): FakeSurroundings {
  let now: Surroundings = { ...untold, ...told }
  const watchers = new Set<() => void>()
  let reads = 0
  return {
    read() {
      reads += 1
      return Promise.resolve(now)
    },
    watch(onChange) {
      watchers.add(onChange)
      return () => void watchers.delete(onChange)
    },
    set(part, isNoticed = 'noticed') {
      now = { ...now, ...part }
      if (isNoticed === 'noticed') for (const tell of watchers) tell()
    },
    get reads() {
      return reads
    },
    get watchers() {
      return watchers.size
    },
  }
}
