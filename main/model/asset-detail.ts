/** One asset looked into: what is known of it, where its bytes are, where else they occur. */
import type { Entry, Snapshot } from './entry.ts'
import type { FailureRecord } from './failure.ts'
import type { SourceKind } from './instance.ts'

/** Of whom, from when, how made, which bytes; `other` keeps what has no place of its own. */
export type FactGroupKind = 'subject' | 'session' | 'study' | 'file' | 'origin' | 'other'

/** What a document says of one thing, in its order. A document may have several subjects. */
export interface FactGroup {
  readonly kind: FactGroupKind
  readonly facts: readonly Fact[]
}

export interface Fact {
  /** The document's own key, such as `blobDateModified`. */
  readonly key: string
  /** At least one; dates and sizes as written there. */
  readonly values: readonly string[]
}

/** What is known without asking anybody. */
export interface AssetDetail {
  readonly snapshot: Snapshot
  readonly entry: Entry
  readonly facts: readonly FactGroup[]
  /** By name, the ones that were told. */
  readonly digests: readonly { readonly name: string; readonly value: string }[]
  /** In other listings that were read here. */
  readonly copies: readonly AssetCopy[]
  readonly links: AssetLinks
  /** Where the bytes may be asked for. */
  readonly sources: readonly SourceKind[]
}

/** The same bytes under another version, dandiset or name. */
export interface AssetCopy {
  readonly instance: string
  readonly dandisetId: string
  readonly version: string
  readonly path: string
}

export interface AssetLinks {
  /** The API's address of the bytes; null without an asset's id, and for a Zarr. */
  readonly download: string | null
  /** The folder in the archive's web page. */
  readonly web: string | null
  /** Null for what Neurosift does not show. */
  readonly neurosift: string | null
}

/** One way to the bytes, asked just now. */
export interface AssetPlace {
  readonly source: SourceKind
  /** Without signatures; null when none is known. */
  readonly url: string | null
  /** Null when the bytes can be had there. */
  readonly failure: FailureRecord | null
}

/** The asset's path in another version of its dandiset. */
export interface AssetVersion {
  readonly version: string
  readonly state: 'same' | 'other' | 'absent' | 'unknown'
  readonly sizeBytes: number | null
}

/** Null where one of the two does not tell. */
export function hasSameBytes(one: Entry, other: Entry): boolean | null {
  if (one.kind !== other.kind || one.sizeBytes !== other.sizeBytes) return false
  if (one.blobId !== null && one.blobId === other.blobId) return true
  if (one.checksum !== null && one.checksum.kind === other.checksum?.kind)
    return one.checksum.value === other.checksum.value
  if (one.sha256 !== null && other.sha256 !== null) return one.sha256 === other.sha256
  return one.blobId !== null && other.blobId !== null ? false : null
}
