/** An asset's metadata document, of any schema version and shape, as an `Entry`. */
import type { Checksum, Entry, EntryStudy, EntrySubject } from '../model/entry.ts'
import { countOf, type Loose, objectOf, objectsOf, textOf, textsOf, timeOf } from './loose.ts'

/** The fields of a listing's row that say more than the document. */
export interface AssetRow {
  readonly asset_id?: string | null | undefined
  readonly blob?: string | null | undefined
  readonly zarr?: string | null | undefined
  readonly path?: string | null | undefined
  readonly size?: number | null | undefined
  readonly modified?: string | null | undefined
}

/** Null when neither the row nor the document says a path. */
export function entryOf(row: AssetRow, document: Loose): Entry | null {
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
      timeOf(document.blobDateModified) ?? timeOf(row.modified) ?? timeOf(document.dateModified),
    contentUrl,
    encodingFormat: textOf(document.encodingFormat),
    subject: subjectOf(document, path),
    session: sessionOf(document, path),
    study: isDescribed(document) ? studyOf(document) : null,
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

/** Subject of the metadata, completed by the path's `sub-` token. */
export function subjectOf(document: Loose, path: string): EntrySubject | null {
  const people = objectsOf(document.wasAttributedTo)
  const person = people.find(({ schemaKey }) => schemaKey === 'Participant') ?? people[0] ?? {}
  const id = textOf(person.identifier) ?? tokenOf(path, 'sub')
  if (id === null) return null
  const { species, sex, age, genotype } = person
  return {
    id,
    species: textOf(species),
    sex: textOf(sex),
    age: ageOf(age),
    genotype: textOf(genotype),
  }
}

/** An asset's own document; a row alone, or a Zarr's, says nothing of how it was made. */
function isDescribed(document: Loose): boolean {
  return document.schemaKey !== undefined || document.encodingFormat !== undefined
}

function studyOf(document: Loose): EntryStudy {
  return {
    techniques: textsOf(document.measurementTechnique),
    approaches: textsOf(document.approach),
    variables: textsOf(document.variableMeasured),
  }
}

function ageOf(age: unknown): string | null {
  const { value } = objectOf(age)
  return textOf(value) ?? textOf(age)
}

function sessionOf(document: Loose, path: string): string | null {
  const session = objectsOf(document.wasGeneratedBy).find(
    ({ schemaKey }) => schemaKey === 'Session',
  )
  const { identifier, name } = objectOf(session)
  return textOf(identifier) ?? textOf(name) ?? tokenOf(path, 'ses')
}

/** `sub-M01/sub-M01_ses-2.nwb` → `M01` and `2`; the last occurrence, without an extension. */
export function tokenOf(path: string, key: string): string | null {
  const found = [...path.matchAll(new RegExp(`(?:^|[/_])${key}-([^/_]+)`, 'g'))].at(-1)?.[1]
  return found?.replace(/\.[a-z][a-z0-9.]*$/i, '') || null
}
