import { join } from 'node:path'
import { readJson } from './read-json.ts'

/** What the data folder's catalogue says of a dandiset, as far as it is used here. */
export interface CatalogRecord {
  readonly identifier: string
  readonly name: string
  readonly contact: readonly string[]
  readonly dateCreated: string | null
}

export function readCatalog(dataDir: string): ReadonlyMap<string, CatalogRecord> {
  const records = readJson<readonly CatalogRecord[]>(join(dataDir, 'catalog.json'))
  return new Map(records.map((record) => [record.identifier, record]))
}

/** `info.json` of a dandiset. */
export interface Info {
  readonly identifier: string
  readonly refs: Readonly<Record<string, InfoRef>>
}

export interface InfoRef {
  readonly author_date: string
  readonly assets_state_timestamp?: string
  readonly name: string
  readonly datePublished?: string | null
  readonly asset_count?: number
  readonly total_size?: number
  readonly zarr_count?: number
  readonly assets?: string | null
  readonly reconstructed?: string
}
