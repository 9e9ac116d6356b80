/** What is known of a file that a person may choose by: from its path at once, from metadata when they came. */
import type { Entry } from './entry.ts'

/** Facets of files, in the order in which they are offered. */
export const facetFields = [
  'subject',
  'session',
  'modality',
  'dataType',
  'type',
  'species',
  'sex',
  'genotype',
  'technique',
  'approach',
  'variable',
] as const
export type FacetField = (typeof facetFields)[number]

/** One file or Zarr as rules see it. A list is empty and a text null where nothing is stated. */
export interface FileFacts {
  readonly path: string
  readonly kind: Entry['kind']
  readonly sizeBytes: number
  /** ms since 1970. */
  readonly modifiedAt: number | null
  readonly subject: string | null
  readonly session: string | null
  /** `ecephys`, `behavior`, …: as `dandi organize` writes them, or BIDS' suffix. */
  readonly modalities: readonly string[]
  /** BIDS' folder of a kind of data (`anat`, `micr`, `eeg`, …). */
  readonly dataType: string | null
  /** Ending, as `typeOf` names it. */
  readonly type: string
  readonly species: string | null
  readonly sex: string | null
  /** As the metadata have it. */
  readonly age: string | null
  /** The same as days, from and to; null when there is none or it could not be understood. */
  readonly ageDays: readonly [from: number, to: number] | null
  readonly genotype: string | null
  readonly techniques: readonly string[]
  readonly approaches: readonly string[]
  readonly variables: readonly string[]
  /** Metadata were seen; before that, what only they say is not known rather than absent. */
  readonly described: boolean
}

export function factsOf(entry: Entry): FileFacts {
  const { path, kind, sizeBytes, modifiedAt, subject, study } = entry
  return {
    path,
    kind,
    sizeBytes,
    modifiedAt,
    subject: subject?.id ?? subjectOf(path),
    session: entry.session ?? sessionOf(path),
    modalities: modalitiesOf(path),
    dataType: dataTypeOf(path),
    type: typeOf(entry),
    species: subject?.species ?? null,
    sex: subject?.sex ?? null,
    age: subject?.age ?? null,
    ageDays: null,
    genotype: subject?.genotype ?? null,
    techniques: study?.techniques ?? [],
    approaches: study?.approaches ?? [],
    variables: study?.variables ?? [],
    described: study !== null,
  }
}

/** The values of one facet; none where nothing is stated. */
export function valuesOf(facts: FileFacts, field: FacetField): readonly string[] {
  switch (field) {
    case 'modality':
      return facts.modalities
    case 'technique':
      return facts.techniques
    case 'approach':
      return facts.approaches
    case 'variable':
      return facts.variables
    default: {
      const value = facts[field]
      return value === null ? [] : [value]
    }
  }
}

/** A short word for what an asset is: `nwb`, `zarr`, `ome.zarr`, `nii.gz`, `json`, …, `other`. */
export function typeOf(entry: { readonly path: string; readonly kind: Entry['kind'] }): string {
  const name = entry.path.slice(entry.path.lastIndexOf('/') + 1).toLowerCase()
  const double = /\.((?:ome|nwb)\.zarr|ome\.tiff?|nii\.gz|tar\.gz)$/.exec(name)
  if (double?.[1]) return double[1]
  const single = /\.([a-z0-9]{1,8})$/.exec(name)
  if (single?.[1]) return single[1]
  return entry.kind === 'zarr' ? 'zarr' : 'other'
}

/** The subject an asset's path names (`sub-X` in a folder or the file name); null when none. */
export function subjectOf(path: string): string | null {
  return token(path, 'sub')
}

/** The session an asset's path names (`ses-X`); null when none. */
export function sessionOf(path: string): string | null {
  return token(path, 'ses')
}

function token(path: string, label: 'sub' | 'ses'): string | null {
  return new RegExp(`(?:^|[/_])${label}-([^_/.]+)`).exec(path)?.[1] ?? null
}

function modalitiesOf(path: string): readonly string[] {
  const last = /_([a-z]+(?:\+[a-z]+)*)\.[^/]+$/i.exec(path)?.[1]
  return last === undefined ? [] : last.split('+')
}

function dataTypeOf(path: string): string | null {
  return /(?:^|\/)sub-[^/]+\/(?:ses-[^/]+\/)?([a-z]+)\/[^/]+$/.exec(path)?.[1] ?? null
}
