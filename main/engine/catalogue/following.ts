/** Looks for dandisets that are new to a person's rules whenever the catalogue was brought up to date. */
import { randomUUID } from 'node:crypto'
import { isAbsolute, resolve } from 'node:path'
import type { CatalogueRow } from '../../model/catalogue.ts'
import { parseSearch } from '../../model/catalogue-search.ts'
import { Failure, recordOf } from '../../model/failure.ts'
import {
  type FollowDraft,
  type FollowFind,
  type FollowProblem,
  type FollowRule,
  type FollowState,
  sampleOf,
} from '../../model/follow.ts'
import { type Order, orderDefaults } from '../../model/job.ts'
import { everything } from '../../model/selection.ts'
import type { Context } from '../context.ts'
import type { Jobs } from '../jobs.ts'
import type { Catalogue } from './catalogue.ts'
import { foundDandisets } from './found-dandisets.ts'

export interface Following {
  state(): FollowState
  /** Throws `input.invalid` with the reason of what is wrong first. */
  save(id: string | null, draft: FollowDraft): FollowState
  remove(id: string): FollowState
  /** What came while it was off is not told. */
  turn(id: string, isOn: boolean): FollowState
  page(offset: number, limit: number): { rows: readonly FollowFind[]; total: number }
  /** Null: all of them. */
  setRead(findId: number | null): FollowState
  unwatch(findId: number): FollowState
  /** From now on catalogues with rules are brought up to date by and by, also when nobody looks. */
  start(): void
  /** Orders what a crash left to be ordered. */
  makeJobs(): void
  /** Resolves when the rules have looked at every catalogue that is up to date. */
  looked(): Promise<void>
  close(): Promise<void>
}

interface Parts {
  readonly context: Context
  readonly catalogue: Catalogue
  readonly jobs: Pick<Jobs, 'create'>
  /** Told what is new, once. */
  readonly onFound: (finds: readonly FollowFind[]) => void
  /** Told when there is another rule, or one less. */
  readonly onRules: () => void
}

/** How often an archive is asked on behalf of rules alone. */
const EVERY_MS = 3_600_000

/** Of a rule that is on. A clock that was ahead keeps none from looking. */
export function isLookDue({ lookedAt }: Pick<FollowRule, 'lookedAt'>, now: number): boolean {
  return lookedAt === null || lookedAt > now || now - lookedAt >= EVERY_MS
}

export function createFollowing(parts: Parts): Following {
  const { context, catalogue, jobs, onFound, onRules } = parts
  const { store, clock, log, publisher, signal } = context
  const { follow } = store
  const stop = new AbortController()
  let looks: Promise<void> = Promise.resolve()

  catalogue.keeper.onReady((instance) => {
    looks = looks.then(() => lookAll(instance))
  })

  async function lookAll(instance: string): Promise<void> {
    for (const rule of follow.rules()) {
      if (rule.query.instance !== instance || !rule.isOn || signal.aborted) continue
      await look(rule).catch((error: unknown) => {
        const { code, details } = recordOf(error)
        if (!signal.aborted) log.warn('follow', { rule: rule.name, code, ...details })
      })
    }
  }

  async function look(asked: FollowRule): Promise<void> {
    const rows = await foundDandisets(asked.query, catalogue.answers)
    // A rule that was changed meanwhile asks something else.
    const rule = follow.rules().find(({ id }) => id === asked.id)
    if (JSON.stringify(rule) !== JSON.stringify(asked)) return
    const at = clock.now()
    const ids = store.transact(() => {
      const fresh = rows.filter(({ id }) => follow.see(asked.id, id))
      follow.setLooked(asked.id, at)
      return asked.lookedAt === null ? [] : fresh.map((row) => note(asked, row, at))
    })
    tell()
    makeJobs()
    if (ids.length === 0) return
    const { rows: newest } = follow.page(0, ids.length)
    onFound(newest.toReversed())
  }

  function note(rule: FollowRule, row: CatalogueRow, foundAt: number): number {
    const { id: ruleId, name: ruleName, query, action } = rule
    const { instance } = query
    const order = action.kind === 'fetch' ? orderOf(rule, action, row) : null
    return follow.addFind({
      ...{ ruleId, ruleName, instance, foundAt, order },
      dandisetId: row.id,
      title: row.title,
      version: row.version,
      isWatched: action.kind === 'watch',
      jobId: order ? randomUUID() : null,
    })
  }

  function orderOf(
    { query }: FollowRule,
    { destination, sample }: Extract<FollowDraft['action'], { kind: 'fetch' }>,
    { id, version }: CatalogueRow,
  ): Order {
    const { source, preserveTree } = context.settings()
    return {
      ...orderDefaults,
      ref: { instance: query.instance, dandisetId: id, version, pick: { kind: 'dandiset' } },
      selection: { ...everything, sample: sampleOf(sample) },
      ...{ destination, source, preserveTree },
      existing: 'skip',
      assets: true,
      dandisetYaml: true,
    }
  }

  /** What a crash left to be ordered is ordered at the next start. */
  function makeJobs(): void {
    for (const { findId, jobId, order } of follow.pending()) {
      if (!store.jobs.get(jobId)) jobs.create(order, jobId)
      store.transact(() => follow.setFetched(findId))
    }
  }

  function tell(): FollowState {
    publisher.publish({ kind: 'follow.changed' })
    return state()
  }

  function state(): FollowState {
    return { rules: follow.rules(), unread: follow.unread(), watched: follow.watched() }
  }

  function known(id: string): FollowRule {
    const rule = follow.rules().find((each) => each.id === id)
    if (!rule) throw new Failure('request.invalid', 'give-up', { ruleId: id })
    return rule
  }

  function keep(rule: FollowRule): FollowState {
    // What is there now is noted as soon as the catalogue is complete; of no archive there is none.
    if (rule.isOn && rule.lookedAt === null) catalogue.keeper.refresh(rule.query.instance)
    store.transact(() => follow.put(rule))
    onRules()
    return tell()
  }

  async function watch(): Promise<void> {
    for (;;) {
      await clock.sleep(EVERY_MS, AbortSignal.any([signal, stop.signal]))
      const on = follow.rules().filter(({ isOn }) => isOn)
      for (const instance of new Set(on.map(({ query }) => query.instance))) refresh(instance)
    }
  }

  /** An archive that a person removed is asked no more. */
  function refresh(instance: string): void {
    try {
      catalogue.keeper.refresh(instance)
    } catch (error) {
      log.warn('follow', { instance, error: String(error) })
    }
  }

  return {
    state,
    save(id, asked) {
      const draft = placed(asked)
      const before = id === null ? null : known(id)
      const problem = problemOf(
        draft,
        follow.rules().filter((rule) => rule.id !== id),
      )
      if (problem) {
        const details = { field: 'rule', reason: `follow.${problem}`, text: draft.query.text }
        throw new Failure('input.invalid', 'ask-user', details)
      }
      if (before === null) return keep({ ...draft, id: randomUUID(), isOn: true, lookedAt: null })
      const isSame = JSON.stringify(before.query) === JSON.stringify(draft.query)
      return keep({ ...before, ...draft, lookedAt: isSame ? before.lookedAt : null })
    },
    remove(id) {
      store.transact(() => follow.remove(known(id).id))
      onRules()
      return tell()
    },
    turn(id, isOn) {
      const rule = known(id)
      return rule.isOn === isOn ? state() : keep({ ...rule, isOn, lookedAt: null })
    },
    page: follow.page,
    setRead(findId) {
      store.transact(() => follow.setRead(findId))
      return tell()
    },
    unwatch(findId) {
      store.transact(() => follow.unwatch(findId))
      return tell()
    },
    start() {
      makeJobs()
      watch().catch(() => {})
    },
    makeJobs,
    looked: () => looks,
    async close() {
      stop.abort()
      await looks
    },
  }
}

function placed(draft: FollowDraft): FollowDraft {
  const { action, name } = draft
  const bare = { ...draft, name: name.trim() }
  if (action.kind !== 'fetch' || !isAbsolute(action.destination)) return bare
  return { ...bare, action: { ...action, destination: resolve(action.destination) } }
}

function problemOf(
  { name, query, action }: FollowDraft,
  others: readonly FollowRule[],
): FollowProblem | null {
  if (name === '') return 'name-empty'
  if (others.some((rule) => rule.name.toLowerCase() === name.toLowerCase())) return 'name-taken'
  const { terms, problems } = parseSearch(query.text)
  if (problems.length > 0) return 'query-part'
  if (terms.length + query.facets.length === 0) return 'query-empty'
  return action.kind === 'fetch' && !isAbsolute(action.destination) ? 'folder' : null
}
