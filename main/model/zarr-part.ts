/** A part of a Zarr: which of its entries, and which name it gets on disk. */

/** Of groups and arrays on the way; without them no reader opens what lies below. */
const metadataNames = new Set(['.zgroup', '.zattrs', '.zarray', 'zarr.json'])

/**
 * Holds for the entries that `keep` means (keys, and beginnings of keys that end in `/`) and for the
 * metadata of every group and array above them. Consolidated metadata (`.zmetadata`) only when it is
 * kept by name: it lists arrays that are not there, which readers would show as empty.
 */
export function partPredicate(keep: readonly string[]): (key: string) => boolean {
  const wanted = new Set(keep)
  const onTheWay = new Set(keep.flatMap(foldersOf))
  return (key) => {
    if (wanted.has(key)) return true
    const folders = foldersOf(key)
    if (folders.some((folder) => wanted.has(folder))) return true
    const folder = folders.at(-1) ?? ''
    return metadataNames.has(key.slice(folder.length)) && onTheWay.has(folder)
  }
}

/** `''`, `a/`, `a/b/` of `a/b/c` and of `a/b/`. */
function foldersOf(key: string): readonly string[] {
  const folders = ['']
  for (let at = key.indexOf('/'); at >= 0; at = key.indexOf('/', at + 1)) {
    folders.push(key.slice(0, at + 1))
  }
  return folders
}

/**
 * The name of a part: `brain.part.ome.zarr` of `brain.ome.zarr`. A Zarr's own name says that its
 * whole tree matched, so a part never gets it; the endings stay, since readers go by them.
 */
export function partName(name: string): string {
  const [, stem, ending] = /^(.*?)((?:\.(?:ome|nwb))?\.zarr)$/i.exec(name) ?? []
  return stem ? `${stem}.part${ending}` : `${name}.part`
}

/** The same for the last name of a path. */
export function partPath(path: string): string {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  return folder + partName(path.slice(folder.length))
}

/** What of a Zarr a transfer means. */
export interface TransferPart {
  readonly keep: readonly string[]
  /** Entries of the whole Zarr; null while they were not counted. */
  readonly of: number | null
}

/** Digests of parts are of a kind of their own: nothing takes a part for the whole. */
export const PART_DIGEST = 'zarr-part'
