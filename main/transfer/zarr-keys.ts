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
      addFolders(key, folders)
      if (folders.has(key)) throw clash(path)
    }
    for (const { key } of page) {
      const parent = key.slice(0, Math.max(0, key.lastIndexOf('/')))
      if (files.has(parent)) throw clash(`${zarrPath}/${parent}`)
    }
  }
}

function addFolders(key: string, folders: Set<string>): void {
  for (let at = key.lastIndexOf('/'); at > 0; at = key.lastIndexOf('/', at - 1)) {
    const folder = key.slice(0, at)
    if (folders.has(folder)) return
    folders.add(folder)
  }
}

function clash(path: string): Failure {
  return new Failure('disk.name', 'give-up', { path, reason: 'file-and-folder' })
}
