/** Looks at rules that are due for it once, for a program that leaves afterwards. */
import { recordOf } from '../../model/failure.ts'
import type { JobView } from '../../model/job.ts'
import type { Context } from '../context.ts'
import type { Jobs } from '../jobs.ts'
import type { Catalogue } from './catalogue.ts'
import { type Following, isLookDue } from './following.ts'

export interface RulesLook {
  /** Rules that were due. */
  readonly rules: number
  /** Why an archive could not be asked; its rules stay due. */
  readonly failed: boolean
  /** What rules ordered, as it was left. */
  readonly jobs: readonly JobView[]
}

export interface DueLooks {
  /** Resolves when every rule that was due has looked, and what was ordered by rules has come. */
  look(): Promise<RulesLook>
  isBusy(): boolean
}

interface Parts {
  readonly context: Context
  readonly catalogue: Catalogue
  readonly following: Pick<Following, 'makeJobs' | 'looked'>
  readonly jobs: Pick<Jobs, 'resume' | 'until'>
}

export function createDueLooks({ context, catalogue, following, jobs }: Parts): DueLooks {
  const { store, clock, log, publisher, signal } = context
  let isBusy = false

  async function isAsked(instance: string): Promise<boolean> {
    try {
      const { failure } = await catalogue.keeper.refreshed(instance, signal)
      return failure === null
    } catch (error) {
      const { code, details } = recordOf(error)
      if (!signal.aborted) log.warn('follow', { instance, code, ...details })
      return false
    }
  }

  /** Also what an earlier look ordered and was not left the time to fetch. */
  async function fetched(): Promise<readonly JobView[]> {
    const open = store.follow
      .jobIds()
      .flatMap((id) => store.jobs.get(id) ?? [])
      .filter(({ phase, intent }) => phase !== 'ended' && intent === 'run')
    for (const { id } of open) jobs.resume(id)
    const ended = await Promise.all(open.map(({ id }) => jobs.until(id, signal).catch(() => null)))
    return ended.filter((job) => job !== null)
  }

  async function lookAll(): Promise<RulesLook> {
    following.makeJobs()
    const now = clock.now()
    const due = store.follow.rules().filter((rule) => rule.isOn && isLookDue(rule, now))
    const instances = [...new Set(due.map(({ query }) => query.instance))]
    const asked = await Promise.all(instances.map(isAsked))
    await following.looked()
    return { rules: due.length, failed: asked.includes(false), jobs: await fetched() }
  }

  return {
    async look() {
      isBusy = true
      try {
        return await lookAll()
      } finally {
        isBusy = false
        if (!signal.aborted) publisher.publish({ kind: 'follow.changed' })
      }
    },
    isBusy: () => isBusy,
  }
}
