/** Gives files that Dandelion fetched other names. What a crash leaves half done is ended at the next run. */
import { join, sep } from 'node:path'
import { isCaseSensitive } from '../../disk/survey.ts'
import { identityAt, moveWithin } from '../../disk/sync-folder.ts'
import { Failure } from '../../model/failure.ts'
import { clashKey } from '../../model/local-path.ts'
import { type MoveStep, orderMoves } from '../../model/move-order.ts'
import type { SyncRow } from '../../model/sync.ts'
import type { LibraryFile } from '../../store/files.ts'
import type { StoredMove } from '../../store/sync.ts'
import type { Context } from '../context.ts'
import { isUnchanged } from '../library.ts'

interface MoveHow {
  readonly signal: AbortSignal
  /** Takes a file out of the way that another replaces; null: it is replaced at once. */
  readonly setAside: ((file: LibraryFile) => Promise<boolean>) | null
}

/** What of the file in the way may still be there to be replaced: the file, or nothing. */
type GiveWay = (file: LibraryFile) => Promise<LibraryFile | null>

export interface SyncMoves {
  /** Moves the files of rows that rename; tells those whose file has its place. */
  move(root: string, rows: readonly SyncRow[], how: MoveHow): Promise<ReadonlySet<SyncRow>>
  /** Ends moves that a crash cut short, below a folder that is there. */
  recover(root: string): Promise<void>
}

export function createSyncMoves({ store, log }: Context): SyncMoves {
  /** At its place it is another asset; anywhere else it still is the one that it was. */
  function rekey(from: string, to: string, move: StoredMove): void {
    const file = store.files.get(from)
    if (!file) return
    const assetPath = to === move.to ? move.assetPath : file.assetPath
    store.files.remove(from)
    store.files.put({ ...file, path: to, assetPath })
  }

  /** False when somebody changed the file meanwhile, or its place is taken. */
  async function first(move: StoredMove, giveWay: GiveWay | null): Promise<boolean> {
    const { id, root, from, via, to } = move
    const file = store.files.get(from)
    const next = via ?? to
    const there = giveWay && store.files.get(to)
    try {
      if (!file || !(await isUnchanged(file))) return false
      const replaces = there && (await giveWay(there))
      await moveWithin(root, { from, to: next, ...(replaces && { replaces }) })
    } catch (error) {
      return refused(error, move)
    }
    store.transact(() => {
      rekey(from, next, move)
      if (via === null) store.sync.endMove(id)
    })
    return true
  }

  /** From where it waited to its place, else back. */
  async function second(move: StoredMove): Promise<boolean> {
    const { id, root, from, via, to } = move
    if (via === null) return true
    for (const place of [to, from]) {
      try {
        await moveWithin(root, { from: via, to: place })
      } catch (error) {
        refused(error, move)
        continue
      }
      store.transact(() => {
        rekey(via, place, move)
        store.sync.endMove(id)
      })
      return place === to
    }
    return false
  }

  function refused(error: unknown, { from, to }: StoredMove): false {
    if (!(error instanceof Failure)) throw error
    log.warn('rename', { from, to, code: error.code, ...error.details })
    return false
  }

  /**
   * Where the file is now tells how far its move came; the library follows. What waits under another
   * name and finds both its places taken is left to the next plan.
   */
  async function recoverOne(move: StoredMove): Promise<void> {
    const { id, from, via, to, identity } = move
    const known = via !== null && store.files.get(via) ? via : from
    const isAt = (path: string) => identity !== '' && identityAt(path) === identity
    if (isAt(to)) store.transact(() => rekey(known, to, move))
    else if (via !== null && isAt(via)) {
      if (known === from) store.transact(() => rekey(from, via, move))
      await second(move)
    }
    store.transact(() => store.sync.endMove(id))
  }

  function begun(step: MoveStep, root: string, assetPath: string): StoredMove {
    const place = (localPath: string) => join(root, ...localPath.split('/'))
    const via = step.via === null ? null : place(step.via)
    const from = place(step.from)
    const move = { root, from, via, to: place(step.to), assetPath, identity: identityAt(from) }
    return { ...move, id: store.transact(() => store.sync.addMove(move)) }
  }

  return {
    async move(root, rows, { signal, setAside }) {
      const byPlace = new Map(rows.map((row) => [row.localPath, row]))
      const begin = async (step: MoveStep) => {
        signal.throwIfAborted()
        const row = byPlace.get(step.to)
        const move = begun(step, root, row?.path ?? '')
        const isMoved = await first(move, row?.replaces ? giveWayBy(setAside) : null)
        if (!isMoved) store.transact(() => store.sync.endMove(move.id))
        return isMoved ? move : null
      }
      const done = new Set<string>()
      const moved: (readonly [MoveStep, StoredMove | null])[] = []
      for (const step of stepsOf(root, rows)) moved.push([step, await begin(step)])
      for (const [{ to }, move] of moved) if (move && (await second(move))) done.add(to)
      return new Set(rows.filter((row) => done.has(row.localPath)))
    },
    async recover(root) {
      for (const move of store.sync.moves()) {
        if (move.root === root || move.root.startsWith(`${root}${sep}`)) await recoverOne(move)
      }
    },
  }
}

function stepsOf(root: string, rows: readonly SyncRow[]): readonly MoveStep[] {
  const moves = rows.flatMap(({ from, localPath: to }) => (from === null ? [] : [{ from, to }]))
  const caseSensitive = isCaseSensitive(root)
  return orderMoves(moves, (path) => clashKey(path, caseSensitive))
}

function giveWayBy(setAside: MoveHow['setAside']): GiveWay {
  return async (file) => (setAside && (await setAside(file)) ? null : file)
}
