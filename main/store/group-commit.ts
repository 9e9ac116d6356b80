import type { Database } from 'better-sqlite3'

/** Longest time that a gathered step waits for its commit. */
const GROUP_MS = 10

export interface GroupCommit {
  /** Runs steps now, all or none of them; they are committed together with others soon. */
  gather<T>(steps: () => T): T
  /** Commits what was gathered. Call before anyone is told of it. */
  commit(): void
}

/**
 * A commit costs more than the rows of one file. Steps of many files that settle within a few
 * milliseconds share one; a crash loses no more than that, and what it loses is only looked at again.
 * `onError` is told when a commit by the clock fails, a full disk for one; its steps are undone.
 */
export function createGroupCommit(db: Database, onError: (error: unknown) => void): GroupCommit {
  let timer: NodeJS.Timeout | undefined

  function commit(): void {
    clearTimeout(timer)
    timer = undefined
    if (!db.inTransaction) return
    try {
      db.exec('COMMIT')
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK')
      throw error
    }
  }

  function commitByTheClock(): void {
    try {
      commit()
    } catch (error) {
      onError(error)
    }
  }

  return {
    gather(steps) {
      if (!db.inTransaction) {
        db.exec('BEGIN')
        timer = setTimeout(commitByTheClock, GROUP_MS)
      }
      return db.transaction(steps)()
    },
    commit,
  }
}
