/** What people wait for goes first; what is done ahead of anybody's asking waits meanwhile. */
import { abortable } from './describing.ts'

export interface Attention {
  /** Somebody waits for this work. */
  during<T>(work: Promise<T>): Promise<T>
  /** Resolves when nobody waits for anything; rejects with the signal's reason. */
  free(signal: AbortSignal): Promise<void>
}

export function createAttention(): Attention {
  const under = new Set<Promise<unknown>>()
  return {
    during(work) {
      const ended = Promise.allSettled([work])
      under.add(ended)
      void ended.then(() => under.delete(ended))
      return work
    },
    async free(signal) {
      while (under.size > 0) await abortable(Promise.all(under), signal)
    },
  }
}
