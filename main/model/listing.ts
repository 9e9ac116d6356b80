import type { Snapshot } from './entry.ts'
import type { FailureRecord } from './failure.ts'
import type { SourceKind } from './instance.ts'

/** A version opened in the store: its files can be asked for page by page while they arrive. */
export interface OpenVersion {
  readonly snapshotId: number
  readonly snapshot: Snapshot
  readonly listing: {
    readonly state: 'running' | 'complete' | 'failed'
    readonly entries: number
    readonly source: SourceKind | null
    readonly failure: FailureRecord | null
    /** Of the entries those whose metadata were seen; the others are known by their paths. */
    readonly described: number
    /** Metadata of the others are being asked for. */
    readonly describing: boolean
    /** Why metadata are still missing; null while none are, or before they were asked for. */
    readonly describeFailure: FailureRecord | null
    /** When the list was read or last found to be unchanged, ms since 1970. */
    readonly listedAt: number
  }
}

/** A row of the file tree: a folder with what is below it, or one asset. */
export interface TreeRow {
  /** Folder paths end in `/`. */
  readonly path: string
  readonly name: string
  readonly kind: 'folder' | 'blob' | 'zarr'
  readonly files: number
  readonly sizeBytes: number
  readonly subjectId: string | null
  readonly session: string | null
  readonly type: string
  readonly modifiedAt: number | null
  readonly assetId: string | null
  readonly digest: string | null
  /** Of the files below that pass the filter, how many the selection chooses. */
  readonly chosenFiles: number
}

export interface VersionRow {
  readonly version: string
  readonly assetCount: number
  readonly sizeBytes: number
  readonly modifiedAt: number | null
  readonly status: string
}

/** What a version's metadata says, in the shape a window shows it. Texts may be empty. */
export interface About {
  readonly title: string
  readonly description: string
  readonly citation: string
  readonly doi: string | null
  readonly url: string | null
  readonly licenses: readonly string[]
  readonly contributors: readonly { readonly name: string; readonly roles: readonly string[] }[]
  readonly keywords: readonly string[]
  readonly species: readonly string[]
  readonly approaches: readonly string[]
  readonly techniques: readonly string[]
  readonly variables: readonly string[]
  readonly subjects: number | null
}

/** The same as the archive says it, or as it was kept while nobody answers. */
export interface ToldAbout extends About {
  readonly kept: {
    /** When the archive last said so, ms since 1970. */
    readonly at: number
    readonly failure: FailureRecord
  } | null
}
