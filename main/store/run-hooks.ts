import type { Database } from 'better-sqlite3'
import type {
  HookCommand,
  HookKind,
  HookResult,
  Hooks,
  HookTold,
  Webhook,
} from '../model/run-hooks.ts'

export interface QueuedHook {
  readonly id: number
  readonly tries: number
  readonly nextAt: number
  readonly told: HookTold
}

/** Older ones, and those that nobody could be told of for so long, are forgotten. */
const MOST_QUEUED = 32
const KEPT_MS = 3 * 86_400_000

/** What is done when a run has ended, what became of it last, and what is still to be told. */
export function createRunHooks(db: Database) {
  const get = db.prepare<[HookKind], { hook: string | null; result: string | null }>(
    'SELECT hook, result FROM run_hooks WHERE kind = ?',
  )
  const put = db.prepare<[HookKind, string | null]>(`
    INSERT INTO run_hooks (kind, hook) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET hook = excluded.hook, result = NULL`)
  const setResult = db.prepare<[string, HookKind]>(
    'UPDATE run_hooks SET result = ? WHERE kind = ? AND hook IS NOT NULL',
  )

  const add = db.prepare<[HookKind, number, number, string]>(
    'INSERT INTO hook_queue (kind, made_at, next_at, told) VALUES (?, ?, ?, ?)',
  )
  const forget = db.prepare<[HookKind, number, HookKind, number]>(`
    DELETE FROM hook_queue WHERE kind = ? AND (made_at < ? OR id <=
      (SELECT id FROM hook_queue WHERE kind = ? ORDER BY id DESC LIMIT 1 OFFSET ?))`)
  const first = db.prepare<[HookKind], { id: number; tries: number; nextAt: number; told: string }>(
    'SELECT id, tries, next_at AS nextAt, told FROM hook_queue WHERE kind = ? ORDER BY id LIMIT 1',
  )
  const tried = db.prepare<[number, number]>(
    'UPDATE hook_queue SET tries = tries + 1, next_at = ? WHERE id = ?',
  )
  const end = db.prepare<[number]>('DELETE FROM hook_queue WHERE id = ?')
  const clear = db.prepare<[HookKind]>('DELETE FROM hook_queue WHERE kind = ?')

  function hookOf(kind: HookKind): unknown {
    const kept = get.get(kind)?.hook ?? null
    return kept === null ? null : JSON.parse(kept)
  }

  return {
    hooks: (): Hooks => ({
      webhook: hookOf('webhook') as Webhook | null,
      command: hookOf('command') as HookCommand | null,
    }),
    /** Null turns it off. What became of the one before, and waits for it, is forgotten. */
    put(kind: HookKind, hook: Webhook | HookCommand | null): void {
      put.run(kind, hook === null ? null : JSON.stringify(hook))
      clear.run(kind)
    },
    queue(kind: HookKind, told: HookTold, at: number): void {
      add.run(kind, at, at, JSON.stringify(told))
      forget.run(kind, at - KEPT_MS, kind, MOST_QUEUED)
    },
    /** The oldest that is still to be told. */
    first(kind: HookKind, now: number): QueuedHook | null {
      forget.run(kind, now - KEPT_MS, kind, MOST_QUEUED)
      const row = first.get(kind)
      return row ? { ...row, told: JSON.parse(row.told) as HookTold } : null
    },
    triedAgainAt: (id: number, nextAt: number) => void tried.run(nextAt, id),
    unqueue: (id: number) => void end.run(id),
    result(kind: HookKind): HookResult | null {
      const kept = get.get(kind)?.result ?? null
      return kept === null ? null : (JSON.parse(kept) as HookResult)
    },
    setResult: (kind: HookKind, result: HookResult) =>
      void setResult.run(JSON.stringify(result), kind),
  }
}
