import type { Content } from '../content/content.ts'
import type { ZarrEntry } from '../tree/model.ts'
import type { SpeciesKey } from './species.ts'

export type Licence = 'spdx:CC-BY-4.0' | 'spdx:CC0-1.0' | 'none'

/** One made-up dandiset, as far as it does not follow from the others by rule. */
export interface Study {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly keywords: readonly string[]
  readonly species: SpeciesKey
  /** "Last, First"; the first is the contact. */
  readonly people: readonly [string, ...string[]]
  readonly institution: string
  readonly funder?: string
  readonly award?: string
  readonly licence: Licence
  /** Day of creation, YYYY-MM-DD. */
  readonly created: string
  /** Releases, each with more of the files than the one before. */
  readonly releases: number
  readonly stars: number
  readonly embargoed?: boolean
  /** DOI of the article. */
  readonly article?: string
  readonly anatomy?: string
  /** NWB types in the files; techniques and approaches follow from them. */
  readonly types: readonly string[]
  readonly files: (study: Study) => readonly FileSpec[]
}

export interface Subject {
  readonly id: string
  readonly sex: 'M' | 'F' | 'U' | 'O'
  /** ISO 8601 duration or a range of two; absent when not known. */
  readonly age?: string
  readonly genotype?: string
  readonly strain?: string
  readonly species: SpeciesKey
}

export interface Session {
  readonly id: string
  readonly description: string
  /** ISO 8601 with zone. */
  readonly start: string
}

export type FileData =
  | { readonly kind: 'generated'; readonly sizeBytes: number; readonly seed?: string }
  | { readonly kind: 'content'; readonly content: Content }
  | { readonly kind: 'zarr'; readonly entries: () => readonly ZarrEntry[] }

/** One asset to be. Files with the same seed and size share a blob, in all dandisets. */
export interface FileSpec {
  readonly path: string
  readonly data: FileData
  readonly encoding: string
  readonly subject?: Subject
  readonly session?: Session
  readonly types?: readonly string[]
  /** Not in any release. */
  readonly isNew?: boolean
}
