import type { Content } from '../content/content.ts'
import type { Cell } from './cell.ts'

/** Metadata as JSON. */
export type Json = { readonly [key: string]: unknown }

export type EmbargoStatus = 'OPEN' | 'EMBARGOED'

/** What is served for an asset of which only the published digest is known. */
export interface Marker {
  readonly note: string
  readonly publishedDigest?: unknown
  readonly publishedSizeBytes?: unknown
}

/** One immutable object under `blobs/`. Several assets may share it. */
export interface Blob {
  readonly id: string
  readonly content: Content
  readonly modified: string
  readonly embargoed: boolean
}

export interface ZarrEntry {
  readonly key: string
  readonly content: Content
  readonly modified: string
  readonly versionId?: string
}

/** A tree of objects under `zarr/{id}/`. Its entries are in byte order and may be replaced. */
export interface Zarr {
  readonly id: string
  readonly dandiset: string
  readonly embargoed: boolean
  readonly entries: Cell<readonly ZarrEntry[]>
}

export type AssetData =
  | { readonly kind: 'blob'; readonly blob: Blob }
  | { readonly kind: 'zarr'; readonly zarr: Zarr }

export interface Asset {
  readonly id: string
  readonly path: string
  /** ISO 8601 with zone. */
  readonly created: string
  readonly modified: string
  readonly published?: string
  readonly data: AssetData
  /** What the uploader wrote; ids, digest, size and URLs are laid over it when it is served. */
  readonly facts: () => Json
  readonly marker?: Marker
}

/** Count and size when they are known without the listing. */
export interface Totals {
  readonly assetCount: number
  readonly sizeBytes: number
}

export interface Version {
  /** `draft` or `0.YYMMDD.HHMM`. */
  readonly name: string
  readonly title: string
  readonly created: string
  readonly modified: Cell<string>
  /** Of a draft `Published` until it is edited again. */
  readonly status: Cell<string>
  /** In order of creation. */
  readonly assets: Cell<readonly Asset[]>
  readonly totals?: () => Totals | undefined
  readonly facts: () => Json
}

export interface Dandiset {
  /** Six digits. */
  readonly id: string
  readonly created: string
  readonly contact: string
  readonly embargo: EmbargoStatus
  readonly stars: number
  readonly owners: readonly Owner[]
  readonly draft: Version
  /** Oldest first. */
  readonly releases: readonly Version[]
}

export interface Owner {
  readonly username: string
  readonly name: string
  readonly email: string
}
