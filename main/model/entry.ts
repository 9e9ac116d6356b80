import type { SourceKind } from './instance.ts'

/** Which of a version's assets an identifier means. Folder paths end in `/`; `''` never occurs. */
export type Pick =
  | { readonly kind: 'dandiset' }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'item'; readonly path: string }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'glob'; readonly pattern: string }
  | { readonly kind: 'asset'; readonly assetId: string }
  | { readonly kind: 'blob'; readonly blobId: string }
  | { readonly kind: 'zarr'; readonly zarrId: string }
  | { readonly kind: 'dandiset-yaml' }

/** What an identifier says, before the archive was asked. */
export interface ArchiveRef {
  /** Name of a known or configured instance. */
  readonly instance: string
  /** Six digits; null only for an asset, blob or zarr known by its id alone. */
  readonly dandisetId: string | null
  /** `draft` or `0.YYMMDD.HHMM`; null means the newest published version, else the draft. */
  readonly version: string | null
  readonly pick: Pick
}

/** Why this version: the person asked for it, or it is the default. */
export type VersionChoice = 'asked' | 'newest-published' | 'only-draft'

/** One version of a dandiset, pinned by what was seen when it was resolved. */
export interface Snapshot {
  readonly instance: string
  readonly dandisetId: string
  readonly version: string
  readonly versionChoice: VersionChoice
  /** A published version never changes; a draft may. */
  readonly published: boolean
  readonly title: string
  /** Number of assets and their bytes as the archive states them; null when the source does not say. */
  readonly assetCount: number | null
  readonly sizeBytes: number | null
  /** The dandiset's or version's last change, ms since 1970; mtime of `dandiset.yaml`. */
  readonly modifiedAt: number | null
  readonly embargoed: boolean
}

export type ChecksumKind = 'dandi-etag' | 'sha256' | 'md5' | 'zarr-checksum'
export interface Checksum {
  readonly kind: ChecksumKind
  readonly value: string
}

/** An asset as a version lists it: a file (`blob`) or a Zarr. */
export interface Entry {
  /** As the archive has it, `/` between segments; not yet safe for a disk. */
  readonly path: string
  readonly kind: 'blob' | 'zarr'
  readonly sizeBytes: number
  readonly assetId: string | null
  readonly blobId: string | null
  readonly zarrId: string | null
  /** dandi-etag of a blob, Zarr checksum of a Zarr; null when the listing does not carry it. */
  readonly checksum: Checksum | null
  readonly sha256: string | null
  /** The uploaded file's mtime (`blobDateModified`, else the row's `modified`), ms since 1970 with µs. */
  readonly modifiedAt: number | null
  /** Unsigned address of the bytes in the bucket; for a Zarr it ends in `/`. */
  readonly contentUrl: string | null
  /** MIME type, when the listing says. */
  readonly encodingFormat: string | null
  readonly subject: EntrySubject | null
  readonly session: string | null
  /** null while the asset's metadata were not seen. */
  readonly study: EntryStudy | null
}

/** What an asset's metadata say of how it was made; names as written there. */
export interface EntryStudy {
  readonly techniques: readonly string[]
  readonly approaches: readonly string[]
  readonly variables: readonly string[]
}

export interface EntrySubject {
  readonly id: string
  readonly species: string | null
  readonly sex: string | null
  /** As written in the metadata (ISO 8601 duration, range or free text). */
  readonly age: string | null
  readonly genotype: string | null
}

/** One file inside a Zarr. */
export interface ZarrEntry {
  /** Relative to the Zarr's root, `/` between segments. */
  readonly key: string
  readonly sizeBytes: number
  /** MD5 hex when the ETag is one, else null (then only the size can be checked). */
  readonly md5: string | null
  readonly modifiedAt: number | null
}

/** Where bytes are now. */
export interface Location {
  readonly source: SourceKind
  readonly url: string
  /** Sent to the URL's own origin only; dropped when a redirect leaves it. */
  readonly headers: Readonly<Record<string, string>>
  /** Validator for `If-Match`, without quotes; null when none is known before the first answer. */
  readonly etag: string | null
  /** When a presigned URL ends, ms since 1970. */
  readonly expiresAt: number | null
}

/** Where all entries of one Zarr are: `before + encode(key) + after`. */
export interface ZarrLocation {
  readonly source: SourceKind
  readonly before: string
  readonly after: string
  /** `path`: each segment percent-encoded, `/` kept; `query`: the whole key percent-encoded. */
  readonly encode: 'path' | 'query'
  readonly headers: Readonly<Record<string, string>>
}
