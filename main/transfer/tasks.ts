import type { Replace } from '../disk/partial-file.ts'
import type { Location, ZarrLocation } from '../model/entry.ts'
import type { LocalFile } from '../model/existing.ts'
import type { FailureRecord } from '../model/failure.ts'
import type { BandwidthCells } from './bandwidth.ts'

/** What a worker is told once, when it starts. */
export interface WorkerSetup {
  readonly bandwidth: BandwidthCells
  readonly userAgent: string
  readonly connectionsPerOrigin: number
  readonly stallMs: number
  /** Proxies as the environment or the system names them. */
  readonly environment: Readonly<Record<string, string>>
}

/** Fetches one dandi-etag part into a partial and hashes it on the way. */
export interface PartTask {
  readonly kind: 'part'
  readonly file: string
  readonly opening: Opening
  readonly fileBytes: number
  readonly offset: number
  readonly length: number
  /** Bytes of this part that are in the partial already; they are not fetched; the part is then hashed from disk. */
  readonly have: number
  /** Null when all bytes are there. */
  readonly location: Location | null
  readonly proxy: string | null
  /** For a file of a single part: how to give it its name at once when the digest matches. */
  readonly publish: PartPublication | null
}

/** A partial that is there, and which file it is; or one that the task begins, with its folders. */
export type Opening =
  | { readonly kind: 'kept'; readonly identity: string }
  | { readonly kind: 'fresh'; readonly root: string; readonly folders: readonly string[] }

export interface PartPublication {
  readonly final: string
  readonly replace: Replace
  readonly modifiedAt: number | null
  readonly dandiEtag: string
}

export interface PartResult {
  readonly md5: Uint8Array
  /** The file under its name; null for a part that does not publish. */
  readonly published: LocalFile | null
}

/** Fetches files of one Zarr into its partial folder. */
export interface EntriesTask {
  readonly kind: 'entries'
  readonly root: string
  readonly entries: readonly EntryToFetch[]
  readonly location: ZarrLocation
  readonly proxy: string | null
  readonly concurrency: number
}

export interface EntryToFetch {
  readonly key: string
  readonly sizeBytes: number
  readonly md5: string | null
  /** mtime to set, ms since 1970. */
  readonly modifiedAt: number | null
}

export interface EntryResult {
  readonly key: string
  readonly sizeBytes: number
  /** MD5 hex of what is on disk; null when it failed. */
  readonly md5: string | null
  readonly failure: FailureRecord | null
}

export interface EntriesResult {
  /** Of entries that were begun; a task that is wound up leaves the others out. */
  readonly results: readonly EntryResult[]
  /** Origin of the host that answered last; null when none did. */
  readonly servedBy: string | null
}

/** Hashes a file on disk part by part. */
export interface HashTask {
  readonly kind: 'hash'
  readonly file: string
  readonly partBytes: number
}

/** Copies a file on this disk into a partial, hashing it part by part. */
export interface CopyTask {
  readonly kind: 'copy'
  readonly from: string
  /** The partial, and which file that is. */
  readonly file: string
  readonly identity: string
  readonly sizeBytes: number
  readonly partBytes: number
}

/** Hashes files below a folder; what is missing or has another size comes back without MD5. */
export interface HashEntriesTask {
  readonly kind: 'hash-entries'
  readonly root: string
  readonly entries: readonly EntryToFetch[]
  /** Folder to put the files into whose MD5 is the wanted one; null: only hash. */
  readonly linkInto: string | null
  /** How: a second name for the bytes where the disk can, or bytes of its own. */
  readonly how?: 'link' | 'copy' | 'name'
}

/** Looks whether entries are files of their size below a folder, without reading them. */
export interface LookTask {
  readonly kind: 'look'
  readonly root: string
  readonly entries: readonly EntryToFetch[]
}

export interface EntryLook {
  readonly key: string
  readonly state: 'there' | 'other-size' | 'missing'
}

/** Builds a Zarr's tree checksum away from the main thread; rows come in batches, `end` answers. */
export interface ChecksumTask {
  readonly kind: 'checksum'
  readonly session: string
  readonly rows: readonly (readonly [key: string, md5: string, sizeBytes: number])[]
  readonly end: boolean
}

export interface TaskResults {
  readonly part: PartResult
  readonly entries: EntriesResult
  readonly hash: { readonly md5s: readonly Uint8Array[] }
  readonly copy: { readonly md5s: readonly Uint8Array[] }
  readonly 'hash-entries': { readonly results: readonly EntryResult[] }
  readonly look: { readonly looks: readonly EntryLook[] }
  readonly checksum: { readonly value: string | null }
}

export type Task =
  | PartTask
  | EntriesTask
  | HashTask
  | CopyTask
  | HashEntriesTask
  | LookTask
  | ChecksumTask
export type ResultOf<T extends Task> = TaskResults[T['kind']]

export type ToWorker =
  | { readonly kind: 'run'; readonly id: number; readonly task: Task }
  | { readonly kind: 'abort'; readonly id: number }
  /** Nothing new is begun within the task; it ends with what is under way. */
  | { readonly kind: 'wind-up'; readonly id: number }
  | { readonly kind: 'checkpoint'; readonly id: number }

interface Ending {
  readonly id: number
  /** Bytes since the task's last report. */
  readonly bytes: number
}

export type FromWorker =
  | (Ending & { readonly kind: 'done'; readonly result: TaskResults[Task['kind']] })
  | (Ending & { readonly kind: 'failed'; readonly failure: FailureRecord; readonly have: number })
  | (Ending & { readonly kind: 'aborted'; readonly have: number })
  /** Bytes since the last report, by task. */
  | { readonly kind: 'progress'; readonly bytes: readonly (readonly [id: number, bytes: number])[] }
  /** Bytes of the part that are flushed, by task; answers `checkpoint`. */
  | {
      readonly kind: 'checkpointed'
      readonly id: number
      readonly have: readonly (readonly [id: number, have: number])[]
    }
