/** After a run: a program is run and an address is told, behind everything else. */
import { randomUUID } from 'node:crypto'
import { isAbsolute } from 'node:path'
import { Failure, recordOf } from '../../model/failure.ts'
import {
  type HookCommand,
  type HookKind,
  type HookResult,
  type HooksState,
  type HookTold,
  hookKinds,
  SHORTEST_SECRET,
  urlProblem,
  WEBHOOK_SECRET,
  WEBHOOK_SECRET_VARIABLE,
} from '../../model/run-hooks.ts'
import { payloadOf } from '../../model/run-payload.ts'
import { noRecord } from '../../model/run-record.ts'
import { noFiles, type RunView, type Schedule } from '../../model/schedule.ts'
import type { Http } from '../../net/http.ts'
import type { Context, Secrets } from '../context.ts'
import { runCommand } from './hook-command.ts'
import { post } from './webhook.ts'

export interface RunHooksOptions {
  readonly context: Pick<Context, 'store' | 'clock' | 'log'>
  readonly http: Pick<Http, 'send'>
  readonly secrets: Secrets
  readonly environment: Readonly<Record<string, string | undefined>>
  /** What is under way when the engine closes is waited for no longer than this. */
  readonly graceMs: number
  /** Of one try of the address. */
  readonly timeoutMs?: number
}

export type RunHooks = ReturnType<typeof createRunHooks>

/** Waits between tries of an address; after the last it is given up. */
export const RETRY_MS = [5_000, 30_000, 120_000, 600_000] as const
const LONGEST_MS = Math.max(...RETRY_MS)
const TIMEOUT_MS = 10_000

export function createRunHooks(options: RunHooksOptions) {
  const { context, http, secrets, environment, graceMs, timeoutMs = TIMEOUT_MS } = options
  const { store, clock, log } = context
  const closing = new AbortController()
  const { signal } = closing
  const turns = new Map<HookKind, Promise<void>>()
  /** Until when the next try waits. */
  const resting = new Map<HookKind, number>()
  /** Something was queued while others were told. */
  const again = new Set<HookKind>()

  async function secretOf(): Promise<string | null> {
    return environment[WEBHOOK_SECRET_VARIABLE] || (await secrets.get(WEBHOOK_SECRET))
  }

  async function tell(kind: HookKind, told: HookTold): Promise<number> {
    const { webhook, command } = store.runHooks.hooks()
    const { id, event, payload, variables } = told
    if (kind === 'command') {
      if (command === null) throw off()
      return runCommand({ command, payload, variables }, { clock, log, environment }, signal)
    }
    if (webhook === null) throw off()
    const secret = await secretOf()
    if (secret === null) throw new Failure('hook.failed', 'ask-user', { reason: 'secret' })
    const delivery = { id, event, url: webhook.url, secret, body: payload }
    return post(delivery, { http, now: clock.now, timeoutMs }, signal)
  }

  async function tryOnce(kind: HookKind, told: HookTold, attempts: number): Promise<HookResult> {
    const isTest = told.event === 'test'
    try {
      const status = await tell(kind, told)
      return { kind: 'done', at: clock.now(), isTest, attempts, status }
    } catch (error) {
      signal.throwIfAborted()
      const failure = recordOf(error)
      log.warn('after a run', { kind, attempts, code: failure.code, ...failure.details })
      return { kind: 'failed', at: clock.now(), isTest, attempts, failure }
    }
  }

  /** Tells what is queued, the oldest first; a try that may yet succeed keeps those behind it waiting. */
  async function deliver(kind: HookKind): Promise<void> {
    for (;;) {
      const next = store.runHooks.first(kind, clock.now())
      if (next === null) return
      const { id, tries, nextAt, told } = next
      await rest(kind, nextAt)
      // A program that was begun is not begun again.
      if (kind === 'command') store.transact(() => store.runHooks.unqueue(id))
      const result = await tryOnce(kind, told, tries + 1)
      const waitMs = waitAfter(result)
      const isLeft = isWithoutSecret(result)
      store.transact(() => {
        store.runHooks.setResult(kind, result)
        if (isLeft) return
        if (waitMs === null) store.runHooks.unqueue(id)
        else store.runHooks.triedAgainAt(id, clock.now() + waitMs)
      })
      if (isLeft) return
    }
  }

  async function rest(kind: HookKind, until: number): Promise<void> {
    // A clock that was set back does not make the wait longer.
    const waitMs = Math.min(until - clock.now(), LONGEST_MS)
    if (waitMs <= 0) return
    resting.set(kind, until)
    await clock.sleep(waitMs, signal).finally(() => resting.delete(kind))
  }

  function pump(kind: HookKind): void {
    if (turns.has(kind)) {
      again.add(kind)
      return
    }
    const turn = deliver(kind)
      .catch((error: unknown) => {
        if (!signal.aborted) log.error('after a run', { kind, error: String(error) })
      })
      .finally(() => {
        turns.delete(kind)
        if (again.delete(kind) && !signal.aborted) pump(kind)
      })
    turns.set(kind, turn)
  }

  function queue(kind: HookKind, told: HookTold): void {
    store.transact(() => store.runHooks.queue(kind, told, clock.now()))
    pump(kind)
  }

  function toldOf(event: HookTold['event'], run: RunView, schedule: Named): HookTold {
    const payload = payloadOf({
      ...{ event, sentAt: clock.now(), schedule, run },
      dandisets: store.runHistory.dandisets(run.id),
      record: event === 'test' ? noRecord : store.runRecords.of(run.id),
    })
    const variables = {
      DANDELION_EVENT: event,
      DANDELION_SCHEDULE: schedule.name,
      DANDELION_OUTCOME: run.outcome ?? '',
      DANDELION_FOLDER: schedule.folder,
    }
    return { id: randomUUID(), event, payload, variables }
  }

  async function state(): Promise<HooksState> {
    const kept = await secrets.get(WEBHOOK_SECRET)
    const isGiven = Boolean(environment[WEBHOOK_SECRET_VARIABLE])
    const results = Object.fromEntries(
      hookKinds.map((kind) => [kind, store.runHooks.result(kind)]),
    ) as HooksState['results']
    const where = kept === null ? 'none' : secrets.kind
    return { ...store.runHooks.hooks(), secret: isGiven ? 'environment' : where, results }
  }

  return {
    state,
    /** Tells what an earlier program left to be told. */
    start(): void {
      for (const kind of hookKinds) pump(kind)
    },
    /** Call after a run has ended; returns at once. */
    ended(run: RunView, schedule: Schedule): void {
      const { webhook, command } = store.runHooks.hooks()
      if (webhook === null && command === null) return
      const told = toldOf('run.ended', run, namedOf(schedule))
      if (webhook) queue('webhook', told)
      if (command) queue('command', told)
    },
    setWebhook(url: string | null): Promise<HooksState> {
      const problem = url === null ? null : urlProblem(url)
      if (problem) throw invalid('webhook', problem)
      store.transact(() => store.runHooks.put('webhook', url === null ? null : { url }))
      return state()
    },
    async setSecret(secret: string | null): Promise<HooksState> {
      if (secret === null) await secrets.remove(WEBHOOK_SECRET)
      else if (secret.length < SHORTEST_SECRET) throw invalid('secret', 'secret-short')
      else await secrets.set(WEBHOOK_SECRET, secret)
      pump('webhook')
      return state()
    },
    /** Only a host that has asked a person may call this with a program. */
    setCommand(command: HookCommand | null): Promise<HooksState> {
      if (command && !isAbsolute(command.program)) throw invalid('program', 'not-absolute')
      store.transact(() => store.runHooks.put('command', command))
      return state()
    },
    /** Tells of a run that never was, once. */
    async test(kind: HookKind): Promise<HookResult> {
      const result = await tryOnce(kind, toldOf('test', testRun(clock.now()), testSchedule), 1)
      store.transact(() => store.runHooks.setResult(kind, result))
      return result
    },
    async close(): Promise<void> {
      const latest = clock.now() + graceMs
      const soon = [...turns].filter(([kind]) => (resting.get(kind) ?? 0) <= latest)
      const done = Promise.all(soon.map(([, turn]) => turn))
      const grace = new AbortController()
      const late = clock.sleep(graceMs, grace.signal).catch(() => {})
      await Promise.race([done, late])
      grace.abort()
      closing.abort(new Error('closing'))
      await Promise.all(turns.values())
    },
  }
}

/** Null when it is over. */
function waitAfter(result: HookResult): number | null {
  const isPassing = result.kind === 'failed' && result.failure.remedy === 'retry-later'
  return isPassing ? (RETRY_MS[result.attempts - 1] ?? null) : null
}

/** What cannot be signed here waits for whoever has the secret. */
function isWithoutSecret(result: HookResult): boolean {
  return result.kind === 'failed' && result.failure.details.reason === 'secret'
}

type Named = { readonly id: string; readonly name: string; readonly folder: string }

function namedOf({ id, name, how }: Schedule): Named {
  return { id, name, folder: how.destination }
}

const testSchedule: Named = { id: 'test', name: 'Test', folder: '' }

function testRun(at: number): RunView {
  return {
    ...{ id: 0, scheduleId: 'test', plannedFor: at, isCaughtUp: false, missed: 0, isByHand: true },
    ...{ phase: 'ended', waitsFor: null, noticedAt: at, startedAt: at, endedAt: at },
    ...{ outcome: 'done', failure: null, asks: [], consent: null, pauses: [], jobIds: [] },
    tally: noFiles,
  }
}

function off(): Failure {
  return new Failure('hook.failed', 'ask-user', { reason: 'off' })
}

function invalid(field: string, reason: string): Failure {
  return new Failure('input.invalid', 'ask-user', { field, reason: `hook.${reason}` })
}
