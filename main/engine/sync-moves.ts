/** Gives files that Dandelion fetched other names. What a crash leaves half done is ended at the next run. */
import { join, sep } from 'node:path'
import { isCaseSensitive, lookAt } from '../disk/survey.ts'
import { moveWithin } from '../disk/sync-folder.ts'
import { Failure } from '../model/failure.ts'
import { clashKey } from '../model/local-path.ts'
import { type MoveStep, orderMoves } from '../model/move-order.ts'
import type { SyncRow } from '../model/sync.ts'
import type { StoredMove } from '../store/sync.ts'
import type { Context } from './context.ts'
import { isUnchanged } from './library.ts'

export interface SyncMoves {
  /** Moves the files of rows that rename; tells those whose file has its place. */
  move(root: string, rows: readonly SyncRow[], signal: AbortSignal): Promise<ReadonlySet<SyncRow>>
  /** Ends moves that a crash cut short, below a folder that is there. */
  recover(root: string): Promise<void>
}

export function createSyncMoves({ store, log }: Context): SyncMoves {
  function rekey(from: string, to: string): void {
    const file = store.files.get(from)
    if (!file) return
    store.files.remove(from)
    store.files.put({ ...file, path: to })
  }

  /** False when somebody changed the file meanwhile, or its place is taken. */
  async function first(move: StoredMove): Promise<boolean> {
    const { id, root, from, via, to } = move
    const file = store.files.get(from)
    const next = via ?? to
    try {
      if (!file || !(await isUnchanged(file))) return false
      await moveWithin(root, from, next)
    } catch (error) {
      return refused(error, move)
    }
    store.transact(() => {
      rekey(from, next)
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
        await moveWithin(root, via, place)
      } catch (error) {
        refused(error, move)
        continue
      }
      store.transact(() => {
        rekey(via, place)
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

  async function recoverOne(move: StoredMove): Promise<void> {
    const { id, from, via, to } = move
    const isThere = (path: string | null) => path !== null && lookAt(path) !== null
    if (via !== null && isThere(via)) {
      if (store.files.get(from) && !isThere(from)) store.transact(() => rekey(from, via))
      await second(move)
      return
    }
    // What was moved before the crash and is not known to be: the library follows.
    const at = via !== null && store.files.get(via) ? via : from
    store.transact(() => {
      if (!isThere(at) && isThere(to) && !store.files.get(to)) rekey(at, to)
      store.sync.endMove(id)
    })
  }

  function begun(step: MoveStep, root: string): StoredMove {
    const place = (localPath: string) => join(root, ...localPath.split('/'))
    const via = step.via === null ? null : place(step.via)
    const move = { root, from: place(step.from), via, to: place(step.to) }
    return { ...move, id: store.transact(() => store.sync.addMove(move)) }
  }

  return {
    async move(root, rows, signal) {
      const done = new Set<string>()
      const aside: (readonly [MoveStep, StoredMove])[] = []
      for (const step of stepsOf(root, rows)) {
        signal.throwIfAborted()
        const move = begun(step, root)
        const isMoved = await first(move)
        if (!isMoved) store.transact(() => store.sync.endMove(move.id))
        else if (step.via === null) done.add(step.to)
        else aside.push([step, move])
      }
      for (const [step, move] of aside) if (await second(move)) done.add(step.to)
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
