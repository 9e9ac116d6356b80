import type { ZarrEntry } from '../model/entry.ts'
import { Failure } from '../model/failure.ts'
import { clashKey, type PathRules, safeSegments } from '../model/local-path.ts'

const rules: PathRules = process.platform === 'win32' ? 'windows' : 'posix'

/**
 * Checks the keys of a Zarr's listing, page after page: each stays below the Zarr, can be a file
 * here, comes once, is not a folder at the same time, and has no twin that this disk would take for
 * it. Throws a `Failure` for the whole Zarr.
 */
export function checkKeys(
  zarrPath: string,
  caseSensitive: boolean,
): (page: readonly ZarrEntry[]) => void {
  const files = new Map<string, string>()
  const folders = new Map<string, string>()
  const one = (name: string) => clashKey(name, caseSensitive)

  function addFile(key: string): void {
    const twin = files.get(one(key))
    if (twin === key) throw twice(`${zarrPath}/${key}`)
    if (twin !== undefined) throw refusal(zarrPath, key, 'twin')
    if (folders.has(one(key))) throw refusal(zarrPath, key, 'file-and-folder')
    files.set(one(key), key)
  }

  function addFolder(folder: string): void {
    if (files.has(one(folder))) throw refusal(zarrPath, folder, 'file-and-folder')
    const twin = folders.get(one(folder))
    if (twin !== undefined && twin !== folder) throw refusal(zarrPath, folder, 'twin')
    folders.set(one(folder), folder)
  }

  return (page) => {
    for (const { key } of page) {
      safeSegments(key, rules)
      addFile(key)
      for (const folder of foldersAbove(key)) {
        if (folders.get(one(folder)) === folder) break
        addFolder(folder)
      }
    }
  }
}

/** Folders above a key, the nearest first. */
function* foldersAbove(key: string): Generator<string> {
  for (let at = key.lastIndexOf('/'); at > 0; at = key.lastIndexOf('/', at - 1)) {
    yield key.slice(0, at)
  }
}

function twice(path: string): Failure {
  return new Failure('remote.invalid', 'retry-later', {
    path,
    asked: 'a listing',
    came: 'a key twice',
  })
}

function refusal(zarrPath: string, key: string, reason: 'twin' | 'file-and-folder'): Failure {
  return new Failure('disk.name', 'give-up', { path: `${zarrPath}/${key}`, reason })
}
