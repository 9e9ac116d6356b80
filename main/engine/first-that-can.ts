import { Failure } from '../model/failure.ts'
import type { Source } from '../sources/source.ts'

/** Asks one source after the other; when none can, what the last one to know better said. */
export async function firstThatCan<T>(
  order: readonly Source[],
  ask: (source: Source) => Promise<T>,
): Promise<T> {
  const failures: Failure[] = []
  for (const source of order) {
    try {
      return await ask(source)
    } catch (error) {
      if (!(error instanceof Failure) || error.code.startsWith('disk.')) throw error
      failures.push(error)
    }
  }
  throw mostTelling(failures)
}

const tellingCodes = [
  'auth.required',
  'auth.denied',
  'remote.not-found',
  'remote.changed',
  'remote.invalid',
]

function mostTelling(failures: readonly Failure[]): Failure {
  for (const code of tellingCodes) {
    const found = failures.find((failure) => failure.code === code)
    if (found) return found
  }
  const real = failures.find((failure) => failure.code !== 'source.unavailable')
  return (
    real ??
    failures[0] ??
    new Failure('source.unavailable', 'ask-user', { reason: 'none-configured' })
  )
}
