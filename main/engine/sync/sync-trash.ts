/** What vanished in the archive leaves the folder: into a dated trash, or for good. */
import { join, relative } from 'node:path'
import { lookAt } from '../../disk/survey.ts'
import { moveWithin, TRASH } from '../../disk/sync-folder.ts'
import { Failure } from '../../model/failure.ts'
import type { SyncUndo } from '../../model/sync.ts'
import type { LibraryFile } from '../../store/files.ts'
import type { Trashed } from '../../store/sync.ts'
import type { Context } from '../context.ts'
import { isUnchanged, removeUnchanged } from '../library.ts'
import type { SyncFolders } from './sync-folders.ts'

const DAY_MS = 86_400_000

export interface SyncTrash {
  /** A folder of the trash for one run: by its day, numbered where the day had one already. */
  folderOf(root: string): string
  /** False when somebody changed the file, so that it stays. */
  trash(file: LibraryFile, where: TrashPlace): Promise<boolean>
  remove(file: LibraryFile, root: string): Promise<boolean>
  /** Removes for good what has been in the trash for its time; what a person changed there stays. */
  empty(): Promise<void>
  /** Puts a run's files back where they were. They are the person's from then on: no later run takes them. */
  undo(runId: string): Promise<SyncUndo>
  /** Ends what a crash cut short, below a folder that is there. */
  recover(root: string): void
}

export interface TrashPlace {
  readonly runId: string
  readonly root: string
  readonly folder: string
  readonly days: number
}

export function createSyncTrash({ store, clock, log }: Context, folders: SyncFolders): SyncTrash {
  async function emptyOne({ id, root, place, file }: Trashed): Promise<void> {
    await removeUnchanged(file, root, place)
    store.transact(() => store.sync.removeTrash(id))
  }

  async function restore({ id, root, path, place, file }: Trashed): Promise<boolean> {
    if (lookAt(path) !== null || !(await isUnchanged(file, place))) return false
    try {
      await moveWithin(root, { from: place, to: path })
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      log.warn('undo', { path, code: error.code })
      return false
    }
    store.transact(() => store.sync.removeTrash(id))
    return true
  }

  return {
    folderOf(root) {
      const day = dayOf(clock.now())
      const name = (number: number) => (number === 1 ? day : `${day}-${number}`)
      let number = 1
      while (lookAt(join(root, TRASH, name(number))) !== null) number += 1
      return join(root, TRASH, name(number))
    },
    async trash(file, { runId, root, folder, days }) {
      if (!(await isUnchanged(file))) return false
      const { path } = file
      const place = join(folder, relative(root, path))
      const trashedAt = clock.now()
      const endsAt = trashedAt + days * DAY_MS
      const row = { runId, root, path, place, trashedAt, endsAt, file }
      const id = store.transact(() => store.sync.addTrash(row))
      try {
        await moveWithin(root, { from: path, to: place })
      } catch (error) {
        store.transact(() => store.sync.removeTrash(id))
        throw error
      }
      store.transact(() => store.files.remove(path))
      return true
    },
    async remove(file, root) {
      if (!(await isUnchanged(file))) return false
      await removeUnchanged(file, root)
      if (lookAt(file.path) !== null) return false
      store.transact(() => store.files.remove(file.path))
      return true
    },
    async empty() {
      for (const trashed of store.sync.trashEnded(clock.now())) {
        // A disk that is not there keeps its trash until it is.
        if (folders.isThere(trashed.root)) await emptyOne(trashed)
      }
    },
    async undo(runId) {
      let restored = 0
      const all = store.sync.trashOf(runId)
      for (const trashed of all) if (await restore(trashed)) restored += 1
      return { restored, left: all.length - restored }
    },
    recover(root) {
      for (const { id, path, place } of store.sync.trashBelow(root)) {
        const isMoved = lookAt(place) !== null
        store.transact(() => {
          if (!isMoved) store.sync.removeTrash(id)
          else if (lookAt(path) === null) store.files.remove(path)
        })
      }
    },
  }
}

/** As calendars on the wall have it. */
function dayOf(at: number): string {
  const date = new Date(at)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
