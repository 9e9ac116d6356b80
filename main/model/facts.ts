/** What is known of a file that a person may choose by: from its path at once, from metadata when they came. */
import { ageDaysOf } from './age.ts'
import type { Entry } from './entry.ts'
import { speciesOf } from './species.ts'

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

/** What a path names wins over the metadata's spelling: it is known first, and one for all files. */
export function factsOf(entry: Entry): FileFacts {
  const { path, kind, sizeBytes, modifiedAt, subject, study } = entry
  const age = subject?.age ?? null
  return {
    path,
    kind,
    sizeBytes,
    modifiedAt,
    subject: subjectOf(path) ?? (subject?.id || null),
    session: sessionOf(path) ?? entry.session,
    modalities: modalitiesOf(path),
    dataType: dataTypeOf(path),
    type: typeOf(entry),
    species: speciesOf(subject?.species ?? null, null),
    sex: subject?.sex ?? null,
    age,
    ageDays: age === null ? null : ageDaysOf(age),
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

/** The subject an asset's path names (`sub-X`, the last one); null when none. */
export function subjectOf(path: string): string | null {
  return tokenOf(path, 'sub')
}

/** The session an asset's path names (`ses-X`, the last one); null when none. */
export function sessionOf(path: string): string | null {
  return tokenOf(path, 'ses')
}

/** `sub-M01/sub-M01_ses-2.nwb` has `M01` and `2`: an ending belongs to no token. */
function tokenOf(path: string, label: 'sub' | 'ses'): string | null {
  for (
    let at = path.lastIndexOf(`${label}-`);
    at >= 0;
    at = path.lastIndexOf(`${label}-`, at - 1)
  ) {
    const isToken = at === 0 || path[at - 1] === '/' || path[at - 1] === '_'
    const token = isToken ? /^[^_/]*/.exec(path.slice(at + 4))?.[0] : ''
    const isLast = at + 4 + (token?.length ?? 0) === path.length
    const value = isLast ? token?.replace(/\.[a-z][a-z0-9.]*$/i, '') : token
    if (value) return value
    if (at === 0) break
  }
  return null
}

/** The last word of a name made of `key-value` pairs: `behavior+ecephys`, `SPIM`, `T1w`. */
function modalitiesOf(path: string): readonly string[] {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (!/^[a-z]+-[^_]+_/i.test(name)) return []
  const last = /_([a-z][a-z0-9]*(?:\+[a-z][a-z0-9]*)*)\.[^_]+$/i.exec(name)?.[1]
  return last === undefined ? [] : last.split('+')
}

function dataTypeOf(path: string): string | null {
  return /(?:^|\/)sub-[^/]+\/(?:ses-[^/]+\/)?([a-z]+)\/[^/]+$/.exec(path)?.[1] ?? null
}
