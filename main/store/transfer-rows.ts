import type { Entry } from '../model/entry.ts'
import type { FailureRecord } from '../model/failure.ts'
import type { SourceKind } from '../model/instance.ts'
import type { TransferState, TransferView } from '../model/transfer.ts'
import type { TransferPart } from '../model/zarr-part.ts'

/** How a transfer stands in its row. */
export interface Row {
  readonly id: number
  readonly job_id: string
  readonly kind: TransferView['kind']
  readonly path: string
  readonly local_path: string
  readonly entry: string
  readonly size_bytes: number
  readonly received_bytes: number
  readonly state: TransferState['kind']
  readonly attempts: number
  readonly not_before: number | null
  readonly skipped: number
  readonly source: SourceKind | null
  readonly parts_done: number
  readonly parts_total: number
  readonly digest: string | null
  readonly failure: string | null
  readonly part: string | null
  readonly part_of: number | null
}

export type StateRow = Pick<Row, 'state' | 'attempts' | 'not_before' | 'failure'>

export interface StoredTransfer extends TransferView {
  readonly entry: Entry
}

/** What a runner learnt that is not a change of state. */
export interface TransferProgress {
  readonly receivedBytes?: number
  readonly partsDone?: number
  readonly partsTotal?: number
  readonly source?: SourceKind
  readonly digest?: string
  readonly skipped?: boolean
  /** Entries of the whole Zarr, for a part of one. */
  readonly partOf?: number
  /** Only for what has no size before it is made. */
  readonly sizeBytes?: number
}

export function columnsOf(id: number, progress: TransferProgress) {
  return {
    id,
    receivedBytes: progress.receivedBytes ?? null,
    partsDone: progress.partsDone ?? null,
    partsTotal: progress.partsTotal ?? null,
    source: progress.source ?? null,
    digest: progress.digest ?? null,
    sizeBytes: progress.sizeBytes ?? null,
    partOf: progress.partOf ?? null,
    skipped: progress.skipped === undefined ? null : Number(progress.skipped),
  }
}

export function view(row: Row): TransferView {
  return {
    id: row.id,
    jobId: row.job_id,
    kind: row.kind,
    path: row.path,
    localPath: row.local_path,
    sizeBytes: row.size_bytes,
    part: partOf(row),
    receivedBytes: row.received_bytes,
    state: stateOf(row),
    skipped: row.skipped === 1,
    source: row.source,
    partsDone: row.parts_done,
    partsTotal: row.parts_total,
    digest: row.digest,
    failure: failureIn(row.failure),
  }
}

function partOf({ part, part_of }: Row): TransferPart | null {
  return part === null ? null : { keep: JSON.parse(part) as readonly string[], of: part_of }
}

export function stored(row: Row): StoredTransfer {
  return { ...view(row), entry: JSON.parse(row.entry) as Entry }
}

export function stateOf(row: StateRow): TransferState {
  const { attempts } = row
  switch (row.state) {
    case 'queued':
      return { kind: 'queued', notBefore: row.not_before, attempts }
    case 'running':
    case 'verifying':
      return { kind: row.state, attempts }
    case 'done':
      return { kind: 'done' }
    case 'failed':
      return { kind: 'failed', code: failureIn(row.failure)?.code ?? 'bug', attempts }
    default:
      return row.state satisfies never
  }
}

export function failureIn(text: string | null): FailureRecord | null {
  return text === null ? null : (JSON.parse(text) as FailureRecord)
}

export function digestText(entry: Entry): string | null {
  return entry.checksum ? `${entry.checksum.kind}:${entry.checksum.value}` : null
}
