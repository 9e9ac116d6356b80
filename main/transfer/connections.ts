export interface ConnectionLimits {
  readonly perHost: number
  readonly total: number
}

export interface Connections {
  /** Waits, first come first served, for a connection to the origin; call the result to give it back. */
  acquire(origin: string, signal: AbortSignal): Promise<() => void>
  /** The same without waiting; null when none is free or others wait. */
  tryAcquire(origin: string): (() => void) | null
  /** What is asked of the first origin is served by the other, and is counted there from now on. */
  redirected(from: string, to: string): void
  /** Takes effect at once for those who wait; connections in use are not cut. */
  setLimits(limits: ConnectionLimits): void
  readonly inUse: number
}

interface Waiter {
  readonly origin: string
  readonly grant: () => void
}

/** Counts connections over all files, so that no host sees more than it was allowed to. */
export function createConnections(initial: ConnectionLimits): Connections {
  let limits = initial
  let inUse = 0
  const byHost = new Map<string, number>()
  const servedBy = new Map<string, string>()
  const waiting: Waiter[] = []

  const hostOf = (origin: string) => servedBy.get(origin) ?? origin
  const isFree = (origin: string) =>
    inUse < limits.total && (byHost.get(hostOf(origin)) ?? 0) < limits.perHost

  function take(asked: string): () => void {
    const origin = hostOf(asked)
    inUse += 1
    byHost.set(origin, (byHost.get(origin) ?? 0) + 1)
    let held = true
    return () => {
      if (!held) return
      held = false
      inUse -= 1
      byHost.set(origin, (byHost.get(origin) ?? 1) - 1)
      serve()
    }
  }

  function serve(): void {
    for (let at = 0; at < waiting.length && inUse < limits.total; ) {
      const waiter = waiting[at]
      if (waiter && isFree(waiter.origin)) {
        waiting.splice(at, 1)
        waiter.grant()
      } else at += 1
    }
  }

  return {
    acquire(origin, signal) {
      if (signal.aborted) return Promise.reject(signal.reason)
      if (isFree(origin)) return Promise.resolve(take(origin))
      return new Promise((resolve, reject) => {
        const abort = () => {
          waiting.splice(waiting.indexOf(waiter), 1)
          reject(signal.reason)
        }
        const waiter: Waiter = {
          origin,
          grant: () => {
            signal.removeEventListener('abort', abort)
            resolve(take(origin))
          },
        }
        signal.addEventListener('abort', abort, { once: true })
        waiting.push(waiter)
      })
    },
    tryAcquire: (origin) => (waiting.length === 0 && isFree(origin) ? take(origin) : null),
    redirected(from, to) {
      if (hostOf(from) === to) return
      if (from === to) servedBy.delete(from)
      else servedBy.set(from, to)
      serve()
    },
    setLimits(next) {
      limits = next
      serve()
    },
    get inUse() {
      return inUse
    },
  }
}
