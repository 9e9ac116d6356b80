/** What was fetched and verified before, wherever it is on this machine. */
import { lookAt } from '../disk/survey.ts'
import type { Store } from '../store/database.ts'

/**
 * Files and Zarrs with this digest that nobody changed since it matched, as far as size and time
 * tell; by path.
 */
export function donorsOf(store: Store, digest: string): readonly string[] {
  return store.files
    .withChecksum(digest)
    .filter((file) => {
      const item = lookAt(file.path)
      if (file.kind === 'zarr') return item?.kind === 'folder'
      if (item?.kind !== 'file' || item.sizeBytes !== file.sizeBytes) return false
      return Math.abs(item.modifiedAt - file.modifiedAt) < 1
    })
    .map((file) => file.path)
}
