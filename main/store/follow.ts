import type { Database } from 'better-sqlite3'
import type { FollowDraft, FollowFind, FollowRule } from '../model/follow.ts'
import type { Order } from '../model/job.ts'

interface RuleRow {
  readonly id: string
  readonly rule: string
  readonly looked_at: number | null
}

interface FindRow {
  readonly id: number
  readonly rule_id: string
  readonly rule_name: string
  readonly instance: string
  readonly dandiset_id: string
  readonly title: string
  readonly version: string
  readonly found_at: number
  readonly is_read: number
  readonly is_watched: number
  readonly job_id: string | null
  readonly job_order: string | null
}

export type NewFind = Omit<FollowFind, 'id' | 'isRead'> & { readonly order: Order | null }

export interface PendingFetch {
  readonly findId: number
  readonly jobId: string
  readonly order: Order
}

/** Older ones that are read and not watched are forgotten. */
const KEPT_FINDS = 2000

/** Rules about new dandisets, what each has seen, and what was found. */
export function createFollow(db: Database) {
  const rules = db.prepare<[], RuleRow>(
    'SELECT id, rule, looked_at FROM follow_rules ORDER BY position',
  )
  const put = db.prepare<[string, string, number | null]>(`
    INSERT INTO follow_rules (id, position, rule, looked_at)
    VALUES (?, (SELECT coalesce(max(position), 0) + 1 FROM follow_rules), ?, ?)
    ON CONFLICT (id) DO UPDATE SET rule = excluded.rule, looked_at = excluded.looked_at`)
  const remove = db.prepare<[string]>('DELETE FROM follow_rules WHERE id = ?')
  const looked = db.prepare<[number, string]>('UPDATE follow_rules SET looked_at = ? WHERE id = ?')
  const forget = db.prepare<[string]>('DELETE FROM follow_seen WHERE rule_id = ?')
  const see = db.prepare<[string, string]>('INSERT OR IGNORE INTO follow_seen VALUES (?, ?)')
  const find = db.prepare<(string | number | null)[]>(`
    INSERT INTO follow_finds (rule_id, rule_name, instance, dandiset_id, title, version, found_at,
      is_watched, job_id, job_order) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const trim = db.prepare<[number]>(`
    DELETE FROM follow_finds WHERE is_read = 1 AND is_watched = 0 AND job_order IS NULL AND id <=
      (SELECT id FROM follow_finds ORDER BY id DESC LIMIT 1 OFFSET ?)`)
  const page = db.prepare<[number, number], FindRow>(
    'SELECT * FROM follow_finds ORDER BY id DESC LIMIT ? OFFSET ?',
  )
  const since = db.prepare<[number, number], FindRow>(
    'SELECT * FROM follow_finds WHERE found_at >= ? AND found_at < ? ORDER BY id',
  )
  const count = db.prepare<[], { total: number }>('SELECT count(*) AS total FROM follow_finds')
  const unread = db.prepare<[], { total: number }>(
    'SELECT count(*) AS total FROM follow_finds WHERE is_read = 0',
  )
  const watched = db.prepare<[], FindRow>(
    'SELECT * FROM follow_finds WHERE is_watched = 1 ORDER BY id DESC',
  )
  const read = db.prepare<[number]>('UPDATE follow_finds SET is_read = 1 WHERE id = ?')
  const readAll = db.prepare<[]>('UPDATE follow_finds SET is_read = 1 WHERE is_read = 0')
  const unwatch = db.prepare<[number]>('UPDATE follow_finds SET is_watched = 0 WHERE id = ?')
  const pending = db.prepare<[], FindRow>('SELECT * FROM follow_finds WHERE job_order IS NOT NULL')
  const jobIds = db.prepare<[], { id: string }>(
    'SELECT job_id AS id FROM follow_finds WHERE job_id IS NOT NULL AND job_order IS NULL',
  )
  const fetched = db.prepare<[number]>('UPDATE follow_finds SET job_order = NULL WHERE id = ?')
  return {
    rules: (): readonly FollowRule[] => rules.all().map(ruleOf),
    /** With `lookedAt` null what it has seen is forgotten. */
    put({ id, lookedAt, ...rule }: FollowRule): void {
      put.run(id, JSON.stringify(rule), lookedAt)
      if (lookedAt === null) forget.run(id)
    },
    /** What it found stays. */
    remove: (id: string) => void remove.run(id),
    setLooked: (id: string, at: number) => void looked.run(at, id),
    /** True for a dandiset that the rule has not seen before. */
    see: (id: string, dandisetId: string): boolean => see.run(id, dandisetId).changes > 0,
    addFind(it: NewFind): number {
      const { ruleId, ruleName, instance, dandisetId, title, version, foundAt } = it
      const order = it.order ? JSON.stringify(it.order) : null
      const what = [ruleId, ruleName, instance, dandisetId, title, version] as const
      const added = find.run(...what, foundAt, Number(it.isWatched), it.jobId, order)
      trim.run(KEPT_FINDS)
      return Number(added.lastInsertRowid)
    },
    /** Newest first. */
    page: (offset: number, limit: number) => ({
      rows: page.all(limit, offset).map(findOf),
      total: count.get()?.total ?? 0,
    }),
    /** Found from a time on, before another; oldest first. */
    between: (from: number, to: number): readonly FollowFind[] => since.all(from, to).map(findOf),
    unread: (): number => unread.get()?.total ?? 0,
    watched: (): readonly FollowFind[] => watched.all().map(findOf),
    /** Null: all of them. */
    setRead: (id: number | null) => void (id === null ? readAll.run() : read.run(id)),
    unwatch: (id: number) => void unwatch.run(id),
    /** Jobs that are still to be made. */
    pending: (): readonly PendingFetch[] =>
      pending.all().flatMap(({ id, job_id, job_order }) => {
        if (job_id === null || job_order === null) return []
        return [{ findId: id, jobId: job_id, order: JSON.parse(job_order) as Order }]
      }),
    /** Jobs that were made. */
    jobIds: (): readonly string[] => jobIds.all().map(({ id }) => id),
    setFetched: (findId: number) => void fetched.run(findId),
  }
}

function ruleOf({ id, rule, looked_at }: RuleRow): FollowRule {
  const kept = JSON.parse(rule) as FollowDraft & Pick<FollowRule, 'isOn'>
  return { ...kept, id, lookedAt: looked_at }
}

function findOf(row: FindRow): FollowFind {
  return {
    id: row.id,
    ruleId: row.rule_id,
    ruleName: row.rule_name,
    instance: row.instance,
    dandisetId: row.dandiset_id,
    title: row.title,
    version: row.version,
    foundAt: row.found_at,
    isRead: row.is_read === 1,
    isWatched: row.is_watched === 1,
    jobId: row.job_id,
  }
}
