/** What the engine should do about a failure; decided once, where the failure is first understood. */
export type Remedy = 'retry-now' | 'retry-later' | 'ask-user' | 'give-up'

/** Stable names of everything that can go wrong. Each has a sentence in `renderer/locales/en.json`. */
export const failureCodes = [
  'input.identifier',
  'input.mismatch',
  'input.invalid',
  'input.cart',
  'remote.not-found',
  'remote.gone',
  'remote.changed',
  'remote.invalid',
  'remote.html',
  'net.unreachable',
  'net.timeout',
  'net.cut',
  'net.certificate',
  'net.proxy',
  'http.status',
  'http.throttled',
  'auth.required',
  'auth.denied',
  'auth.expired',
  'range.ignored',
  'range.wrong',
  'source.unavailable',
  'disk.full',
  'disk.denied',
  'disk.exists',
  'disk.name',
  'disk.clash',
  'disk.missing',
  'disk.unsafe-path',
  'disk.io',
  'disk.partial-lost',
  'digest.mismatch',
  'digest.unknown',
  'hook.failed',
  'store.locked',
  'store.future',
  'store.damaged',
  'request.invalid',
  'bug',
] as const
export type FailureCode = (typeof failureCodes)[number]

export type FailureDetails = Readonly<Record<string, string | number>>

/** A failure as it crosses a border (worker, window, terminal, database): no stack, no cause. */
export interface FailureRecord {
  readonly code: FailureCode
  readonly remedy: Remedy
  readonly details: FailureDetails
}

/** Expected trouble. Made at the edge that first understands it and never wrapped again above. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly code: FailureCode
  readonly remedy: Remedy
  readonly details: FailureDetails
  constructor(code: FailureCode, remedy: Remedy, details: FailureDetails = {}, cause?: unknown) {
    super(code, { cause })
    this.code = code
    this.remedy = remedy
    this.details = details
  }
}

/** The plain record of any error; what is not a `Failure` is a bug and says so. */
export function recordOf(error: unknown): FailureRecord {
  if (error instanceof Failure) {
    return { code: error.code, remedy: error.remedy, details: error.details }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'bug', remedy: 'give-up', details: { message } }
}

/** The inverse of `recordOf`, for a failure that crossed a border. */
export function failureOf(record: FailureRecord): Failure {
  return new Failure(record.code, record.remedy, record.details)
}
