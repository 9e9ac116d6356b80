import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { imageEntries } from '../catalogue/zarr-entries.ts'
import { byByteOrder } from '../content/byte-order.ts'
import { bytesContent, type Content, generatedContent } from '../content/content.ts'
import type { ZarrEntry } from '../tree/model.ts'
import { readJson } from './read-json.ts'

interface SavedListing {
  readonly s3sync: { readonly last_modified: string }
  readonly entries: readonly (readonly [
    path: string,
    size: number,
    md5: string,
    versionId?: string,
  ])[]
}

// The one object whose bytes follow from its digest.
const groupMd5 = 'e20297935e73dd0154104d4ea53040ab'
const groupText = '{\n    "zarr_format": 2\n}'

/** The entries of a real Zarr: its saved listing, or else a small image in its place. */
export function zarrEntries(dataDir: string, id: string, modified: string): readonly ZarrEntry[] {
  const path = join(dataDir, 'zarr', `${id}.listing.json.gz`)
  if (!existsSync(path)) {
    const levels = [
      [3, 3],
      [1, 1],
    ] as const
    return imageEntries({ seed: id, modified, levels, bytes: [2_000, 60_000] })
  }
  const saved = readJson<SavedListing>(path)
  return saved.entries
    .map(([key, size, md5, versionId]) => ({
      key,
      content: contentOf(`${id}/${key}`, size, md5),
      modified: saved.s3sync.last_modified,
      ...(versionId === undefined ? {} : { versionId }),
    }))
    .sort((a, b) => byByteOrder(a.key, b.key))
}

function contentOf(seed: string, size: number, md5: string): Content {
  return md5 === groupMd5 ? bytesContent(groupText) : generatedContent(seed, size)
}
