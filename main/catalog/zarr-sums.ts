/** Sums up a Zarr's listing by folder while it comes; keeps no more than one page and one path. */
import type { ZarrEntry } from '../model/entry.ts'

export interface FolderSum {
  /** Ends in `/`; the root is `''`. */
  readonly path: string
  readonly entries: number
  readonly sizeBytes: number
}

export interface ZarrSums {
  /** Folders to add to what is known of them already, and files that are no chunks. */
  add(page: readonly ZarrEntry[]): {
    readonly folders: readonly FolderSum[]
    readonly files: readonly ZarrEntry[]
  }
}

/** Files beside chunks that are told one by one; beyond them they count in their folder alone. */
const MOST_FILES = 20_000
const chunkName = /^\d+(?:\.\d+)*$/
/** Format 3 puts chunks into a folder `c`. */
const chunkFolder = /^(.*?\/)??c(?:\/\d+)+$/

/**
 * What lies below an array is summed up in the array's folder as soon as its `.zarray` was seen,
 * which sorts before its chunks; chunks of format 3 in their folder `c`.
 */
export function createZarrSums(): ZarrSums {
  const arrays = new Set<string>()
  let files = 0

  function foldersOf(key: string): readonly string[] {
    const folders = ['']
    const isChunk = chunkFolder.test(key)
    for (let at = key.indexOf('/'); at >= 0; at = key.indexOf('/', at + 1)) {
      const folder = key.slice(0, at + 1)
      folders.push(folder)
      if (arrays.has(folder)) break
      if (isChunk && /(?:^|\/)c\/$/.test(folder) && /^[\d/]+$/.test(key.slice(at + 1))) break
    }
    return folders
  }

  /** Told one by one: what is no chunk, as long as there are not too many. */
  function isTold(name: string): boolean {
    if (chunkName.test(name) || files >= MOST_FILES) return false
    files += 1
    return true
  }

  return {
    add(page) {
      const sums = new Map<string, { entries: number; sizeBytes: number }>()
      const told: ZarrEntry[] = []
      for (const entry of page) {
        const { key, sizeBytes } = entry
        const name = key.slice(key.lastIndexOf('/') + 1)
        if (name === '.zarray') arrays.add(key.slice(0, -name.length))
        const folders = foldersOf(key)
        for (const folder of folders) {
          const { entries, sizeBytes: before } = sums.get(folder) ?? nothing
          sums.set(folder, { entries: entries + 1, sizeBytes: before + sizeBytes })
        }
        const isSummedUp = folders.at(-1) !== key.slice(0, -name.length)
        if (!isSummedUp && isTold(name)) told.push(entry)
      }
      return { folders: [...sums].map(([path, sum]) => ({ path, ...sum })), files: told }
    },
  }
}

const nothing = { entries: 0, sizeBytes: 0 }
