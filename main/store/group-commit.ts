import type { Database } from 'better-sqlite3'
import { Failure } from '../model/failure.ts'

/** Longest time that a gathered step waits for its commit. */
const GROUP_MS = 50

export interface GroupCommit {
  /**
   * Runs steps now, all or none of them; they are committed together with others soon. On a full
   * disk they wait in memory, in order, until `recover` finds room.
   */
  gather(steps: () => void): void
  /** Commits what was gathered. Call before anyone is told of it. False while the disk is full. */
  commit(): boolean
  /** Tries to commit what waits for room. Call now and then; `transact` does so too. */
  recover(): boolean
  /** Runs steps in a transaction of their own. Throws `disk.full` when there is no room for them. */
  transact<T>(steps: () => T): T
  /** Why nothing can be written now; null when all is well. */
  readonly trouble: Failure | null
}

export interface GroupOptions {
  readonly db: Database
  readonly file: string
  /** Told at once when the disk gets full, and with null when all that waited is committed. */
  readonly onTrouble: (failure: Failure | null) => void
  /** Told of steps that were possible before the disk was full and no longer are. */
  readonly onError: (error: unknown) => void
}

/**
 * A commit costs more than the rows of one file. Steps of many files that settle within a few
 * milliseconds share one; a crash loses no more than that, and what it loses is only looked at again.
 * SQLite undoes a whole transaction when the disk is full, so the steps are kept until they are
 * committed.
 */
export function createGroupCommit({ db, file, onTrouble, onError }: GroupOptions): GroupCommit {
  let timer: NodeJS.Timeout | undefined
  let kept: (() => void)[] = []
  let isOpen = false
  let trouble: Failure | null = null
  // Made once: each making costs more than a small file's row.
  const inSteps = db.transaction((steps: () => unknown) => steps())
  const beginning = db.prepare('BEGIN')
  const committing = db.prepare('COMMIT')

  function begin(): void {
    beginning.run()
    isOpen = true
  }

  function end(): void {
    committing.run()
    isOpen = false
    kept = []
  }

  /** Undoes what is open. Throws what is not about the disk. */
  function undo(error: unknown): Failure {
    if (isOpen && db.inTransaction) db.exec('ROLLBACK')
    isOpen = false
    clearTimeout(timer)
    const failure = failureOfStore(error, file)
    if (!failure) throw error
    const isNew = trouble === null
    trouble = failure
    if (isNew) onTrouble(failure)
    return failure
  }

  function gather(steps: () => void): void {
    if (trouble) kept.push(steps)
    else if (db.inTransaction && !isOpen) steps()
    else runInGroup(steps)
  }

  function runInGroup(steps: () => void): void {
    if (!isOpen) {
      begin()
      timer = setTimeout(commitByTheClock, GROUP_MS)
    }
    try {
      inSteps(steps)
      kept.push(steps)
    } catch (error) {
      if (!failureOfStore(error, file)) throw error
      kept.push(steps)
      undo(error)
    }
  }

  function commitByTheClock(): void {
    try {
      commit()
    } catch (error) {
      onError(error)
    }
  }

  function commit(): boolean {
    if (trouble) return false
    if (!isOpen) return true
    clearTimeout(timer)
    try {
      end()
      return true
    } catch (error) {
      undo(error)
      return false
    }
  }

  function recover(): boolean {
    if (!trouble) return commit()
    try {
      begin()
      for (const steps of kept) runKept(steps)
      end()
    } catch (error) {
      undo(error)
      return false
    }
    trouble = null
    onTrouble(null)
    return true
  }

  function runKept(steps: () => void): void {
    try {
      inSteps(steps)
    } catch (error) {
      if (failureOfStore(error, file)) throw error
      onError(error)
    }
  }

  return {
    gather,
    commit,
    recover,
    transact<T>(steps: () => T): T {
      if (!recover() && trouble) throw trouble
      try {
        return inSteps(steps) as T
      } catch (error) {
        throw failureOfStore(error, file) ? undo(error) : error
      }
    },
    get trouble() {
      return trouble
    },
  }
}

/** A database has no room when its disk has none; null for what is not about the disk. */
function failureOfStore(error: unknown, file: string): Failure | null {
  const code = (error as { code?: unknown } | null)?.code
  if (typeof code !== 'string' || !/^SQLITE_(FULL|IOERR)/.test(code)) return null
  return new Failure('disk.full', 'ask-user', { path: file, errno: code }, error)
}
