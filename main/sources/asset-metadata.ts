/** An asset's metadata document, of any schema version and shape, as an `Entry`. */

import { gestational } from '../model/age.ts'
import type { Checksum, Entry, EntryStudy, EntrySubject } from '../model/entry.ts'
import { sessionOf as sessionOfPath, subjectOf as subjectOfPath } from '../model/facts.ts'
import { speciesOf } from '../model/species.ts'
import {
  countOf,
  type Loose,
  objectOf,
  objectsOf,
  preciseTimeOf,
  textOf,
  textsOf,
} from './loose.ts'

/** The fields of a listing's row that say more than the document. */
export interface AssetRow {
  readonly asset_id?: string | null | undefined
  readonly blob?: string | null | undefined
  readonly zarr?: string | null | undefined
  readonly path?: string | null | undefined
  readonly size?: number | null | undefined
  readonly modified?: string | null | undefined
}

/**
 * Null when neither the row nor the document says a path. `described`: the document is the asset's
 * metadata, so that what it does not say is not stated rather than not known.
 */
export function entryOf(row: AssetRow, document: Loose, described = true): Entry | null {
  const path = row.path ?? textOf(document.path)
  if (path === null) return null
  const contentUrl = bucketUrlOf(document.contentUrl)
  const key = keyOf(contentUrl)
  const digests = digestsOf(document.digest)
  const zarrId = row.zarr ?? key?.zarrId ?? null
  const isZarr = zarrId !== null || digests.zarr !== null || saysZarr(document)
  return {
    path,
    kind: isZarr ? 'zarr' : 'blob',
    sizeBytes: row.size ?? countOf(document.contentSize) ?? sizeOfZarrChecksum(digests.zarr) ?? 0,
    assetId: row.asset_id ?? assetIdOf(document),
    blobId: isZarr ? null : (row.blob ?? key?.blobId ?? null),
    zarrId,
    checksum: isZarr ? digests.zarr : digests.blob,
    sha256: digests.sha256,
    modifiedAt:
      preciseTimeOf(document.blobDateModified) ??
      preciseTimeOf(row.modified) ??
      preciseTimeOf(document.dateModified),
    contentUrl,
    encodingFormat: textOf(document.encodingFormat),
    subject: subjectOf(document, path),
    session: sessionOf(document, path),
    study: described ? studyOf(document) : null,
  }
}

function assetIdOf(document: Loose): string | null {
  const text = textOf(document.identifier) ?? textOf(document.id)
  return /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(text ?? '')?.[0]?.toLowerCase() ?? null
}

/** Of an asset's addresses the one in the bucket: the one that is not the API's `download`. */
function bucketUrlOf(value: unknown): string | null {
  const urls = (Array.isArray(value) ? value : [value]).filter(
    (url): url is string =>
      typeof url === 'string' && /^https?:\/\//.test(url) && URL.canParse(url),
  )
  const inBucket = urls.find((url) => keyOf(url) !== null)
  return inBucket ?? urls.find((url) => !/\/api\/|\/download\/?$/.test(url)) ?? null
}

/** Ids in a bucket's URL, whatever its host. */
export function keyOf(url: string | null): {
  readonly blobId: string | null
  readonly zarrId: string | null
  readonly root: string
} | null {
  const id = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
  const match = new RegExp(
    `^(https?://.+?)/(?:blobs/[0-9a-f]{3}/[0-9a-f]{3}/(${id})|zarr/(${id})/?)(?:[?#].*)?$`,
  ).exec(url ?? '')
  if (match === null) return null
  return { root: match[1] ?? '', blobId: match[2] ?? null, zarrId: match[3] ?? null }
}

function saysZarr(document: Loose): boolean {
  return textOf(document.encodingFormat) === 'application/x-zarr'
}

interface Digests {
  readonly blob: Checksum | null
  readonly zarr: Checksum | null
  readonly sha256: string | null
}

/** Digests by algorithm, with `dandi:` before the name or without, as a map or a list of pairs. */
function digestsOf(value: unknown): Digests {
  const found = new Map<string, string>()
  for (const item of objectsOf(value)) {
    const pairs =
      typeof item.value === 'string'
        ? [[item.cryptoType ?? item.type, item.value]]
        : Object.entries(item)
    for (const [name, text] of pairs) {
      if (typeof text === 'string')
        found.set(String(name).replace(/^dandi:/, ''), text.toLowerCase())
    }
  }
  const sha256 = found.get('sha2-256') ?? found.get('sha256') ?? null
  return { blob: blobChecksum(found, sha256), zarr: zarrChecksum(found), sha256 }
}

function blobChecksum(found: ReadonlyMap<string, string>, sha256: string | null): Checksum | null {
  const etag = found.get('dandi-etag')
  if (etag !== undefined && /^[0-9a-f]{32}-\d{1,5}$/.test(etag)) {
    return { kind: 'dandi-etag', value: etag }
  }
  if (sha256 !== null && /^[0-9a-f]{64}$/.test(sha256)) return { kind: 'sha256', value: sha256 }
  const md5 = found.get('md5')
  return md5 === undefined ? null : { kind: 'md5', value: md5 }
}

function zarrChecksum(found: ReadonlyMap<string, string>): Checksum | null {
  const value = found.get('dandi-zarr-checksum')
  return value === undefined ? null : { kind: 'zarr-checksum', value }
}

function sizeOfZarrChecksum(checksum: Checksum | null): number | null {
  return countOf(/--(\d+)$/.exec(checksum?.value ?? '')?.[1])
}

/** The first participant of the metadata, completed by the path's `sub-` token. */
export function subjectOf(document: Loose, path: string): EntrySubject | null {
  const people = objectsOf(document.wasAttributedTo)
  const person = people.find(({ schemaKey }) => schemaKey === 'Participant') ?? people[0] ?? {}
  const id = textOf(person.identifier) ?? subjectOfPath(path)
  const stated = { species: speciesIn(person), sex: sexIn(person), age: ageIn(person) }
  const genotype = genotypeIn(person.genotype)
  if (id === null && genotype === null && Object.values(stated).every((it) => it === null)) {
    return null
  }
  return { id: id ?? '', ...stated, genotype }
}

function speciesIn({ species }: Loose): string | null {
  const [first] = objectsOf(species)
  return speciesOf(textOf(first?.name) ?? textOf(species), textOf(first?.identifier))
}

const sexes: Readonly<Record<string, string>> = {
  m: 'Male',
  male: 'Male',
  PATO_0000384: 'Male',
  f: 'Female',
  female: 'Female',
  PATO_0000383: 'Female',
  u: 'Unknown',
  unknown: 'Unknown',
  o: 'Other',
  other: 'Other',
}

function sexIn({ sex }: Loose): string | null {
  const id = textOf(objectOf(sex).identifier)?.split(/[/:]/).at(-1) ?? ''
  const name = textOf(objectOf(sex).name) ?? textOf(sex)
  return sexes[id] ?? sexes[name?.toLowerCase() ?? ''] ?? name
}

/** As written; a range of two values as `from/to`. */
function ageIn({ age }: Loose): string | null {
  const { value, minValue, maxValue, unitText, valueReference } = objectOf(age)
  const [from, to] = [textOf(minValue) ?? '', textOf(maxValue) ?? '']
  const range = from === '' && to === '' ? null : `${from}/${to}`
  const written = textOf(value) ?? range ?? (typeof age === 'object' ? null : textOf(age))
  if (written === null) return null
  const reference = textOf(objectOf(valueReference).value) ?? textOf(valueReference) ?? ''
  if (/gestation/i.test(reference)) return `${written}${gestational}`
  const unit = textOf(unitText) ?? ''
  return /^[\d.,\s]+$/.test(written) && unit !== '' ? `${written} ${unit}` : written
}

/** A text, or a list of loci with their alleles. */
function genotypeIn(genotype: unknown): string | null {
  if (typeof genotype !== 'object') return textOf(genotype)
  const loci = objectsOf(genotype).map((locus) => {
    const alleles = objectsOf(locus.alleles).map(
      (allele) => textOf(allele.alleleSymbol) ?? textOf(allele),
    )
    return alleles.filter((it) => it !== null).join('/') || textOf(locus)
  })
  return loci.filter((it) => it !== null).join('; ') || null
}

function studyOf(document: Loose): EntryStudy {
  return {
    techniques: textsOf(document.measurementTechnique),
    approaches: textsOf(document.approach),
    variables: textsOf(document.variableMeasured),
  }
}

/** Programs call every session without an identifier so. */
const nameless = /^acquisition session$/i

function sessionOf(document: Loose, path: string): string | null {
  const session = objectsOf(document.wasGeneratedBy).find(
    ({ schemaKey }) => schemaKey === 'Session',
  )
  const { identifier, name } = objectOf(session)
  const named = textOf(name)
  const isNameless = named === null || nameless.test(named)
  return textOf(identifier) ?? sessionOfPath(path) ?? (isNameless ? null : named)
}
