/** What was fetched and verified before, wherever it is on this machine. */
import {
  isFolderUnchanged,
  type LocalFolder,
  removeFolderIfUnchanged,
} from '../disk/remove-folder.ts'
import { lookAt, removeIfUnchanged } from '../disk/survey.ts'
import type { Store } from '../store/database.ts'
import type { LibraryFile } from '../store/files.ts'

/**
 * Files and Zarrs with this digest that nobody changed since it matched, as far as size and time
 * tell; by path.
 */
export function donorsOf(store: Store, digest: string): readonly string[] {
  return store.files
    .withChecksum(digest)
    .filter((file) =>
      file.kind === 'zarr' ? lookAt(file.path)?.kind === 'folder' : isFileUnchanged(file),
    )
    .map((file) => file.path)
}

/** Whether nobody changed it since it was verified; of a Zarr every file is looked at, none is read. */
export async function isUnchanged(file: LibraryFile, at = file.path): Promise<boolean> {
  if (file.kind !== 'zarr') return isFileUnchanged({ ...file, path: at })
  const recorded = recordedFolder(file)
  return recorded !== null && (await isFolderUnchanged(at, recorded))
}

/** Removes a file or Zarr that nobody changed, and folders that this leaves empty, below `root`. */
export async function removeUnchanged(
  file: LibraryFile,
  root: string,
  at = file.path,
): Promise<void> {
  if (file.kind !== 'zarr') return removeIfUnchanged(at, file, root)
  const recorded = recordedFolder(file)
  if (recorded) await removeFolderIfUnchanged(at, recorded, root)
}

export function isFileUnchanged({
  path,
  sizeBytes,
  modifiedAt,
}: Pick<LibraryFile, 'path' | 'sizeBytes' | 'modifiedAt'>): boolean {
  const item = lookAt(path)
  if (item?.kind !== 'file' || item.sizeBytes !== sizeBytes) return false
  return Math.abs(item.modifiedAt - modifiedAt) < 1
}

/** A Zarr's checksum tells how many files it has, and their bytes. */
function recordedFolder({ checksum, verifiedAt }: LibraryFile): LocalFolder | null {
  const [, files, bytes] = /-(\d+)--(\d+)$/.exec(checksum ?? '') ?? []
  return files === undefined ? null : { files: Number(files), bytes: Number(bytes), verifiedAt }
}
