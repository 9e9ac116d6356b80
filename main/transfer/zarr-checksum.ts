import { createHash } from 'node:crypto'

interface Folder {
  readonly files: Map<string, { readonly digest: string; readonly size: number }>
  readonly folders: Map<string, Folder>
}

interface Manifest {
  readonly digest: string
  readonly size: number
  readonly files: number
}

/** What the archive answers for a Zarr without entries. */
export const EMPTY_ZARR_CHECKSUM = '481a2f77ab786a0f45aafd5db0971caa-0--0'

/**
 * The Zarr tree checksum (`zarr_checksum` 0.4): files may be added in any order; `value` reads the
 * whole tree once. A key that is both a file and a folder throws.
 */
export function createZarrChecksum() {
  const root = emptyFolder()
  return {
    add(key: string, md5Hex: string, sizeBytes: number): void {
      const segments = key.split('/')
      const name = segments.pop() ?? ''
      let folder = root
      for (const segment of segments) folder = childFolder(folder, segment, key)
      if (folder.folders.has(name)) throw new Error(`${key} is a file and a folder`)
      folder.files.set(name, { digest: md5Hex, size: sizeBytes })
    },
    value(): string {
      return manifestOf(root).digest
    },
  }
}

function emptyFolder(): Folder {
  return { files: new Map(), folders: new Map() }
}

function childFolder(folder: Folder, name: string, key: string): Folder {
  if (folder.files.has(name)) throw new Error(`${key} lies below a file`)
  const found = folder.folders.get(name)
  if (found) return found
  const made = emptyFolder()
  folder.folders.set(name, made)
  return made
}

function manifestOf(folder: Folder): Manifest {
  let files = folder.files.size
  let size = 0
  const directories: string[] = []
  for (const name of sortedNames(folder.folders)) {
    const child = manifestOf(folder.folders.get(name) ?? emptyFolder())
    directories.push(row(name, child.digest, child.size))
    files += child.files
    size += child.size
  }
  const rows: string[] = []
  for (const name of sortedNames(folder.files)) {
    const file = folder.files.get(name) ?? { digest: '', size: 0 }
    rows.push(row(name, file.digest, file.size))
    size += file.size
  }
  const text = `{"directories":[${directories.join(',')}],"files":[${rows.join(',')}]}`
  const md5 = createHash('md5').update(text, 'latin1').digest('hex')
  return { digest: `${md5}-${files}--${size}`, size, files }
}

function row(name: string, digest: string, size: number): string {
  return `{"digest":"${digest}","name":${asciiJson(name)},"size":${size}}`
}

/** Python's `json.dumps`: ASCII only, everything above `~` as `\uXXXX`. */
function asciiJson(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** By code point, as Python sorts; JavaScript's own order differs above U+FFFF. */
function sortedNames(map: ReadonlyMap<string, unknown>): readonly string[] {
  const names = [...map.keys()]
  return names.some((name) => /[\ud800-\udfff]/.test(name)) ? names.sort(byCodePoint) : names.sort()
}

function byCodePoint(a: string, b: string): number {
  const left = Array.from(a, (char) => char.codePointAt(0) ?? 0)
  const right = Array.from(b, (char) => char.codePointAt(0) ?? 0)
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}
