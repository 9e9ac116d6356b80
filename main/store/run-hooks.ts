import type { Database } from 'better-sqlite3'
import type { HookCommand, HookKind, HookResult, Hooks, Webhook } from '../model/run-hooks.ts'

/** What is done when a run has ended, and what became of it last. */
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

  function hookOf(kind: HookKind): unknown {
    const kept = get.get(kind)?.hook ?? null
    return kept === null ? null : JSON.parse(kept)
  }

  return {
    hooks: (): Hooks => ({
      webhook: hookOf('webhook') as Webhook | null,
      command: hookOf('command') as HookCommand | null,
    }),
    /** Null turns it off. What became of the one before is forgotten. */
    put: (kind: HookKind, hook: Webhook | HookCommand | null) =>
      void put.run(kind, hook === null ? null : JSON.stringify(hook)),
    result(kind: HookKind): HookResult | null {
      const kept = get.get(kind)?.result ?? null
      return kept === null ? null : (JSON.parse(kept) as HookResult)
    },
    setResult: (kind: HookKind, result: HookResult) =>
      void setResult.run(JSON.stringify(result), kind),
  }
}
