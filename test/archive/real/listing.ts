import { join } from 'node:path'
import { encodingOf } from '../catalogue/layouts.ts'
import { type Content, generatedContent } from '../content/content.ts'
import { uuidOf } from '../content/random.ts'
import { cell } from '../tree/cell.ts'
import type { Asset, AssetData, Json, Marker } from '../tree/model.ts'
import type { RealSource } from './dandiset.ts'
import { readJson } from './read-json.ts'
import { zarrEntries } from './zarr.ts'

/** A row of a saved listing: the API's, or one rebuilt from the mirror's tree. */
interface Row {
  readonly asset_id?: string
  readonly blob?: string
  readonly zarr?: string
  readonly created?: string
  readonly modified?: string
  readonly path: string
  readonly size: number | null
  readonly sha256?: string
  readonly zarr_checksum?: string
  readonly metadata?: Json
}

const contents = new Map<string, Content>()

/** The assets of a saved listing, in the order of the file. */
export function readListing(source: RealSource, file: string): readonly Asset[] {
  const rows = readJson<readonly Row[]>(join(source.dataDir, source.id, file))
  const assets = rows.map((row) => assetOf(source, row))
  return assets.sort((a, b) => Date.parse(a.created) - Date.parse(b.created))
}

function assetOf(source: RealSource, row: Row): Asset {
  const id = row.asset_id ?? uuidOf(`asset/${source.id}/${row.path}`)
  const modified = row.modified ?? String(row.metadata?.dateModified ?? fallbackTime)
  const data = dataOf(source, row, modified)
  const marker = markerOf(row, data)
  return {
    id,
    path: row.path,
    created: row.created ?? modified,
    modified,
    data,
    facts: () => row.metadata ?? bareFacts(row, modified),
    ...(marker ? { marker } : {}),
  }
}

// Rows rebuilt from the mirror have no times.
const fallbackTime = '2023-01-01T00:00:00+00:00'

function bareFacts(row: Row, modified: string): Json {
  const encodingFormat = encodingOf(row.path)
  return { encodingFormat, blobDateModified: modified, dateModified: modified }
}

function dataOf(source: RealSource, row: Row, modified: string): AssetData {
  const zarrId = row.zarr ?? zarrIdOf(row)
  if (zarrId !== undefined) {
    const entries = cell(() => zarrEntries(source.dataDir, zarrId, modified))
    return { kind: 'zarr', zarr: { id: zarrId, dandiset: source.id, embargoed: false, entries } }
  }
  const id = row.blob ?? blobIdOf(row) ?? uuidOf(`blob/${source.id}/${row.path}`)
  return {
    kind: 'blob',
    blob: { id, content: contentOf(source, row, id), modified, embargoed: false },
  }
}

function contentOf(source: RealSource, row: Row, blobId: string): Content {
  const known = contents.get(blobId)
  if (known) return known
  const real =
    source.known.bySha256(sha256Of(row) ?? '') ?? source.known.byPath(source.id, row.path)
  const content = real ?? generatedContent(blobId, row.size ?? 0)
  contents.set(blobId, content)
  return content
}

function sha256Of(row: Row): string | undefined {
  const digest = row.metadata?.digest as Readonly<Record<string, string>> | undefined
  return row.sha256 ?? digest?.['dandi:sha2-256']
}

/** Old listings name the object in the second content URL only. */
function blobIdOf(row: Row): string | undefined {
  return /\/blobs\/...\/...\/([0-9a-f-]{36})/.exec(contentUrlOf(row))?.[1]
}

function zarrIdOf(row: Row): string | undefined {
  return /\/zarr\/([0-9a-f-]{36})\//.exec(contentUrlOf(row))?.[1]
}

function contentUrlOf(row: Row): string {
  const urls = row.metadata?.contentUrl
  return Array.isArray(urls) ? urls.join(' ') : ''
}

function markerOf(row: Row, data: AssetData): Marker | undefined {
  const publishedDigest = row.metadata?.digest ?? row.sha256 ?? row.zarr_checksum
  const published = publishedDigest === undefined ? {} : { publishedDigest }
  if (data.kind === 'zarr') {
    const note = 'The entries are generated: the checksum is theirs, not the published one'
    return { note, ...published, publishedSizeBytes: row.size }
  }
  if (data.blob.content.kind !== 'generated') return undefined
  const note = 'The bytes are generated: the digest is theirs, not the published one'
  return { note, ...published }
}
