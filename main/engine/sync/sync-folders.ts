/** Whether a folder is the one that was synced before, or an empty place where its disk should be. */
import { randomUUID } from 'node:crypto'
import { sep } from 'node:path'
import { isEmptyFolder, readMarker, writeMarker } from '../../disk/sync-folder.ts'
import { Failure } from '../../model/failure.ts'
import type { Store } from '../../store/database.ts'

export interface SyncFolders {
  /** Throws `disk.missing` unless the folder is new, carries its marker, or a person vouches for it. */
  check(folder: string, isVouchedFor: boolean): void
  /** Marks a folder that passed the check. Returns what its marker says. */
  claim(folder: string): Promise<string>
  /** Throws `disk.missing` when the marker is not there any more. */
  confirm(folder: string, id: string): void
  /** Whether a folder that was synced carries its marker now. */
  isThere(folder: string): boolean
  /** Other synced folders below this one. */
  within(folder: string): readonly string[]
}

export function createSyncFolders(store: Store, now: () => number): SyncFolders {
  function missing(folder: string): Failure {
    return new Failure('disk.missing', 'ask-user', { path: folder, reason: 'marker' })
  }

  return {
    check(folder, isVouchedFor) {
      if (isVouchedFor) return
      const known = store.sync.markerOf(folder)
      const found = readMarker(folder)
      if (known !== null && found !== known) throw missing(folder)
      if (known !== null || found !== null) return
      const wasFilled = store.files.below(folder, sep, '', 1).length > 0
      if (wasFilled && isEmptyFolder(folder)) throw missing(folder)
    },
    async claim(folder) {
      const found = readMarker(folder)
      const id = store.sync.markerOf(folder) ?? (found || randomUUID())
      if (found !== id) await writeMarker(folder, id)
      store.transact(() => store.sync.putFolder(folder, id, now()))
      return id
    },
    confirm(folder, id) {
      if (readMarker(folder) !== id) throw missing(folder)
    },
    isThere: (folder) => {
      const known = store.sync.markerOf(folder)
      return known !== null && readMarker(folder) === known
    },
    within: (folder) => store.sync.folders().filter((other) => other.startsWith(`${folder}${sep}`)),
  }
}
