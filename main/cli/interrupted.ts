import { once } from 'node:events'

/** The result of work, unless Ctrl-C comes first; then the work's end is not waited for. */
export async function unlessInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return Promise.race([work, interruption(signal)])
}

async function interruption(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort')
  throw signal.reason
}
