import type { FailureCode, FailureRecord, Remedy } from './failure.ts'
import type { SourceKind } from './instance.ts'
import type { TransferPart } from './zarr-part.ts'

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
  const next = nextState(state, event)
  if (!next) throw new IllegalTransition(`${event.kind} while ${state.kind}`)
  return next
}

function nextState(state: TransferState, event: TransferEvent): TransferState | null {
  switch (state.kind) {
    case 'queued':
      return event.kind === 'started' ? { kind: 'running', attempts: state.attempts } : null
    case 'running':
      return event.kind === 'received'
        ? { kind: 'verifying', attempts: state.attempts }
        : afterStop(state.attempts, event)
    case 'verifying':
      return event.kind === 'verified' ? { kind: 'done' } : afterStop(state.attempts, event)
    case 'failed':
      return event.kind === 'retried' ? waiting(0, null) : null
    case 'done':
      return null
    default:
      return state satisfies never
  }
}

function afterStop(attempts: number, event: TransferEvent): TransferState | null {
  if (event.kind === 'stopped') return waiting(attempts, null)
  return event.kind === 'failed' ? afterFailure(attempts, event) : null
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
  /** Of the part alone, where only a part of a Zarr was ordered. */
  readonly sizeBytes: number
  /** Null for the whole. */
  readonly part: TransferPart | null
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

/** The bytes came from the library rather than over the line. */
export type Remark = 'copied' | 'linked'

export interface TimelineRow {
  /** ms since 1970. */
  readonly at: number
  readonly kind: TransferEvent['kind'] | Remark
  readonly failure: FailureRecord | null
}
