import type { ZarrEntry } from '../model/entry.ts'
import { Failure } from '../model/failure.ts'
import { type PathRules, safeSegments } from '../model/local-path.ts'

const rules: PathRules = process.platform === 'win32' ? 'windows' : 'posix'

/**
 * Checks the keys of a Zarr's listing, page after page: each stays below the Zarr, can be a file
 * here, comes once and is not a folder at the same time. Throws a `Failure` for the whole Zarr.
 */
export function checkKeys(zarrPath: string): (page: readonly ZarrEntry[]) => void {
  const files = new Set<string>()
  const folders = new Set<string>()
  return (page) => {
    for (const { key } of page) {
      const path = `${zarrPath}/${key}`
      safeSegments(key, rules)
      if (files.has(key)) {
        throw new Failure('remote.invalid', 'retry-later', {
          path,
          asked: 'a listing',
          came: 'a key twice',
        })
      }
      files.add(key)
      if (folders.has(key)) throw clash(path)
      for (const folder of newFolders(key, folders)) {
        if (files.has(folder)) throw clash(`${zarrPath}/${folder}`)
        folders.add(folder)
      }
    }
  }
}

/** Folders above a key, the nearest first, up to one that is known: those above it are known too. */
function* newFolders(key: string, known: ReadonlySet<string>): Generator<string> {
  for (let at = key.lastIndexOf('/'); at > 0; at = key.lastIndexOf('/', at - 1)) {
    const folder = key.slice(0, at)
    if (known.has(folder)) return
    yield folder
  }
}

function clash(path: string): Failure {
  return new Failure('disk.name', 'give-up', { path, reason: 'file-and-folder' })
}
