import type { FailureCode, FailureRecord, Remedy } from './failure.ts'
import type { SourceKind } from './instance.ts'

export type TransferState =
  | { readonly kind: 'queued'; readonly notBefore: number | null; readonly attempts: number }
  | { readonly kind: 'running'; readonly attempts: number }
  | { readonly kind: 'verifying'; readonly attempts: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly attempts: number }

export type TransferEvent =
  | { readonly kind: 'started' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'received' }
  | { readonly kind: 'verified' }
  | {
      readonly kind: 'failed'
      readonly code: FailureCode
      readonly remedy: Remedy
      /** When to try again, ms since 1970; read only when the remedy is a retry. */
      readonly retryAt: number
    }
  | { readonly kind: 'retried' }

export class IllegalTransition extends Error {
  override readonly name = 'IllegalTransition'
}

/** The only function that decides a transfer's next state. Pure: the store persists what it returns. */
export function transition(state: TransferState, event: TransferEvent): TransferState {
  switch (state.kind) {
    case 'queued':
      if (event.kind === 'started') return { kind: 'running', attempts: state.attempts }
      break
    case 'running':
      if (event.kind === 'stopped') return waiting(state.attempts, null)
      if (event.kind === 'received') return { kind: 'verifying', attempts: state.attempts }
      if (event.kind === 'failed') return afterFailure(state.attempts, event)
      break
    case 'verifying':
      if (event.kind === 'stopped') return waiting(state.attempts, null)
      if (event.kind === 'verified') return { kind: 'done' }
      if (event.kind === 'failed') return afterFailure(state.attempts, event)
      break
    case 'failed':
      if (event.kind === 'retried') return waiting(0, null)
      break
    case 'done':
      break
    default:
      return state satisfies never
  }
  throw new IllegalTransition(`${event.kind} while ${state.kind}`)
}

function waiting(attempts: number, notBefore: number | null): TransferState {
  return { kind: 'queued', notBefore, attempts }
}

function afterFailure(
  attempts: number,
  event: Extract<TransferEvent, { kind: 'failed' }>,
): TransferState {
  if (event.remedy === 'give-up' || event.remedy === 'ask-user') {
    return { kind: 'failed', code: event.code, attempts: attempts + 1 }
  }
  return waiting(attempts + 1, event.remedy === 'retry-now' ? null : event.retryAt)
}

/** One file or one Zarr of a job, as windows and terminals see it. */
export interface TransferView {
  readonly id: number
  readonly jobId: string
  readonly kind: 'blob' | 'zarr' | 'dandiset-yaml'
  /** The asset's path in the archive. */
  readonly path: string
  /** Relative to the order's destination, `/` between segments, safe for this disk. */
  readonly localPath: string
  readonly sizeBytes: number
  /** Bytes on disk so far, those of earlier runs included. */
  readonly receivedBytes: number
  readonly state: TransferState
  /** True when the file was there already and its digest matched or the mode said to leave it. */
  readonly skipped: boolean
  /** Where the last bytes came from; null before the first. */
  readonly source: SourceKind | null
  /** Entries of a Zarr, parts of a file. */
  readonly partsDone: number
  readonly partsTotal: number
  /** The digest that matched, or the expected one: `dandi-etag:…`, `zarr-checksum:…`. */
  readonly digest: string | null
  readonly failure: FailureRecord | null
}

/** A transfer opened in the inspector. */
export interface TransferDetail {
  readonly transfer: TransferView
  /** At most 240 cells, each the share (0…1) of it that is on disk. */
  readonly cells: readonly number[]
  readonly sources: readonly { readonly source: SourceKind; readonly bytes: number }[]
  readonly timeline: readonly TimelineRow[]
}

export interface TimelineRow {
  /** ms since 1970. */
  readonly at: number
  readonly kind: TransferEvent['kind']
  readonly failure: FailureRecord | null
}
