import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Dandiset } from '../tree/model.ts'
import { readCatalog } from './catalog.ts'
import { realDandiset } from './dandiset.ts'
import { knownContents } from './known-contents.ts'

/** The dandisets of a data folder: real metadata, real bytes where it has them. */
export function realDandisets(dataDir: string): readonly Dandiset[] {
  if (!existsSync(join(dataDir, 'catalog.json'))) {
    throw new Error(`${dataDir} is not a data folder: it has no catalog.json`)
  }
  const catalog = readCatalog(dataDir)
  const known = knownContents(dataDir)
  return readdirSync(dataDir)
    .filter((name) => /^\d{6}$/.test(name))
    .map((id) => realDandiset({ dataDir, id, known, record: catalog.get(id) }))
}
