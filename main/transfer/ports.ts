/** What a runner is handed. It reads and writes no state of its own. */
import type { Entry, Location, ZarrEntry, ZarrLocation } from '../model/entry.ts'
import type { LocalFile, PlaceMode } from '../model/existing.ts'
import type { FailureRecord } from '../model/failure.ts'
import type { SourceKind } from '../model/instance.ts'
import type { ReuseMode } from '../model/job.ts'
import type { Settings } from '../model/settings.ts'
import type { Connections } from './connections.ts'
import type { Pool } from './pool.ts'
import type { Reused } from './reuse.ts'

/** One file or Zarr to bring to its place. */
export interface TransferTask {
  readonly entry: Entry
  /** Absolute folder that nothing may leave. */
  readonly root: string
  /** Place below the root, safe for this disk; the last one is the name. */
  readonly segments: readonly string[]
  readonly existing: PlaceMode
  /** Keys of a Zarr to keep, as `partPredicate` reads them; null for the whole. */
  readonly keep: readonly string[] | null
  readonly reuse: ReuseMode
}

export type Outcome =
  | {
      readonly kind: 'done'
      /** The digest that matched: `dandi-etag:…`, `zarr-checksum:…`; null for `dandiset.yaml`. */
      readonly digest: string | null
      readonly skipped: boolean
      /** Brought from the library rather than fetched. */
      readonly reused?: Reused
      /** For what has no size before it is made. */
      readonly sizeBytes?: number
      /** The file as it was when it got its name; absent where nobody looked. */
      readonly file?: LocalFile
    }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly failure: FailureRecord }

export interface Shared {
  readonly pool: Pool
  readonly connections: Connections
  readonly settings: () => Settings
  /** Calls back after each change of settings; returns the function that ends that. */
  readonly onSettings: (told: () => void) => () => void
  readonly proxyFor: (url: string) => Promise<string | null>
  /** Waits in real or tested time; rejects with the signal's reason. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** 0…1. */
  readonly random: () => number
}

export interface RunnerPorts extends Shared {
  readonly signal: AbortSignal
  /** The entry with what its listing left out. */
  describe(): Promise<Entry>
  /** A place for the bytes at a source that is not in `avoid`; null when no source is left. */
  locate(avoid: ReadonlySet<SourceKind>): Promise<Location | null>
  locateZarr(avoid: ReadonlySet<SourceKind>): Promise<ZarrLocation | null>
  listZarr(): AsyncIterable<readonly ZarrEntry[]>
  /** The digest of a file that was verified once and has not changed since; else null. */
  knownDigest(path: string, local: LocalFile): string | null
  /** Whether Dandelion fetched what has this name, and nobody changed it since. */
  isOwn(path: string): Promise<boolean>
  /** Whether this job put what has this name there, in a run that ended before it could note it. */
  isOfThisJob(path: string, digest: string): boolean
  /** Files and Zarrs of the library with this digest that are as they were when it matched. */
  donors(digest: string): readonly string[]
  readonly journal: Journal
  /** Bytes that arrived from a source. */
  report(bytes: number, source: SourceKind): void
  /** Bytes on disk in all, and parts or entries that are complete. */
  reportState(state: {
    receivedBytes: number
    partsDone: number
    partsTotal: number
    /** Told of a part of a Zarr once it is listed, with the entries of the whole. */
    sizeBytes?: number
    partOf?: number
  }): void
  /** All bytes are there and are being compared. */
  verifying(): void
  /** A remark for the transfer's timeline. */
  note(failure: FailureRecord): void
}

export interface PartMark {
  readonly number: number
  readonly haveBytes: number
  readonly md5: Uint8Array | null
}

export interface EntryMark {
  readonly key: string
  /** MD5 hex of what is on disk; null takes a mark back. */
  readonly md5: string | null
}

/** The memory of one partial, by its path. Marks are made only for bytes that are flushed. */
export interface Journal {
  /** Finds the partial of this digest, or begins one. A journal of another digest is dropped. */
  open(partial: {
    readonly path: string
    readonly kind: 'blob' | 'zarr'
    readonly sizeBytes: number
    readonly checksum: string
  }): OpenJournal
  /** Forgets a partial that was published or removed. */
  drop(path: string): void
}

export interface OpenJournal {
  /** False when the journal began just now. */
  readonly found: boolean
  /** Which file the partial was when marks were made; null when that was never told. */
  identity(): string | null
  setIdentity(identity: string): void
  parts(): readonly PartMark[]
  putPart(mark: PartMark): void
  clearParts(): void
  isListed(): boolean
  addEntries(page: readonly ZarrEntry[]): void
  setListed(): void
  clearEntries(): void
  /** Entries whose bytes are not on disk, by key, after a key. */
  missing(after: string, limit: number): readonly ZarrEntry[]
  entries(
    after: string,
    limit: number,
  ): readonly (ZarrEntry & { readonly writtenMd5: string | null })[]
  markEntries(marks: readonly EntryMark[]): void
  tally(): {
    readonly total: number
    readonly done: number
    readonly size: number
    readonly have: number
  }
}
