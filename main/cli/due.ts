/** `sync --due`: runs what schedules are due for, and leaves when nothing is left to do now. */
import { momentText } from '../../renderer/locales/schedule-words.ts'
import { stateText } from '../../renderer/locales/state-text.ts'
import type { RulesLook } from '../engine/catalogue/due-looks.ts'
import type { Engine } from '../engine.ts'
import type { EngineEvent } from '../model/events.ts'
import { Failure } from '../model/failure.ts'
import type { FollowFind } from '../model/follow.ts'
import type { JobView } from '../model/job.ts'
import type { RunView, Schedule, ScheduleState, ScheduleView } from '../model/schedule.ts'
import type { Common } from './arguments.ts'
import type { Terminal } from './download.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { type KeptKeys, unreadText } from './host.ts'
import { dataDirOf, mayLeave, type OpenOptions, openEngine } from './open-engine.ts'
import { jsonPrinter, type Printer, plainPrinter } from './print.ts'
import { runRow } from './schedules.ts'

/** Between two looks at whether the window wants to go on with it. */
const LOOK_MS = 1000
const SHOWN = 200

type Tell = (event: string, values: object, text: string) => void

/** Keeps the computer awake until the function that it returns is called. */
type KeepAwake = () => () => void

/** What the computer does for it. */
export interface DuePorts {
  readonly keepAwake: KeepAwake
  keptKeys(dataDir: string): Promise<KeptKeys>
}

export async function syncDue(
  args: Common,
  terminal: Terminal,
  { keepAwake, keptKeys }: DuePorts,
): Promise<number> {
  const { out, err, environment } = terminal
  const kept = await keptKeys(dataDirOf(args, environment))
  const printer = args.json ? jsonPrinter(out) : plainPrinter(out)
  const tell: Tell = (event, values, text) =>
    out(args.json ? `${JSON.stringify({ event, ...values })}\n` : text)
  const options: OpenOptions = {
    common: args,
    ...terminal,
    host: 'due',
    secrets: kept.secrets,
    onTransferEnded: (transfer) => printer.file(transfer),
    found(finds) {
      for (const find of finds) tell('find', find, findText(find))
    },
  }
  try {
    const engine = await openEngine(options)
    err(unreadText(kept, environment))
    return await runDue(engine, { printer, tell, terminal, keepAwake }).finally(engine.close)
  } catch (error) {
    if (!(error instanceof Failure) || !mayLeave(error, options)) throw error
    tell('end', { runs: 0, nextAt: null, leftTo: 'window' }, 'The open window runs what is due.\n')
    return exitCodes.verified
  }
}

interface Hands {
  readonly printer: Printer
  readonly tell: Tell
  readonly terminal: Terminal
  readonly keepAwake: KeepAwake
}

async function runDue(engine: Engine, hands: Hands): Promise<number> {
  const { tell, terminal } = hands
  const watch = await watchRuns(engine, hands)
  engine.keepSchedules()
  const looked = engine.lookAtRules()
  const end = await Promise.race([watch.over(), whenAsked(engine), whenInterrupted(terminal)])
  watch.stop()
  if (end === 'interrupted') {
    terminal.err('\nInterrupted. The same command goes on from here.\n')
    return exitCodes.interrupted
  }
  const views = await engine['schedules.list'](undefined)
  const nextAt = nextOf(views)?.at ?? null
  const leftTo = end === 'asked' ? 'window' : null
  const look = leftTo === null ? await looked : null
  const values = { runs: watch.codes.length, rules: look?.rules ?? 0, nextAt, leftTo }
  tell('end', values, leftTo ? 'The window goes on with it.\n' : endText(views, watch, look))
  return Math.max(exitCodes.verified, ...watch.codes, ...codesOf(look))
}

type Watch = Awaited<ReturnType<typeof watchRuns>>

/** Tells of each run that begins, rests or ends. */
async function watchRuns(engine: Engine, { printer, tell, keepAwake }: Hands) {
  const codes: number[] = []
  const told = new Map((await runsOf(engine)).map((run) => [run.id, `${keyOf(run)} `]))
  const jobs = new Map<string, JobView>()
  let finish = () => {}
  let letSleep: (() => void) | null = null

  function wake(isMoving: boolean): void {
    if (isMoving) letSleep ??= keepAwake()
    else letSleep?.()
    if (!isMoving) letSleep = null
  }

  async function look(): Promise<void> {
    const views = await engine['schedules.list'](undefined)
    const runs = await runsOf(engine)
    for (const run of runs) {
      const view = views.find(({ schedule }) => schedule.id === run.scheduleId)
      const retry = view?.current?.id === run.id ? retryOf(view) : null
      const key = `${keyOf(run)} ${retry?.at ?? ''}`
      if (!view || told.get(run.id) === key) continue
      told.set(run.id, key)
      const { schedule } = view
      tell('run', { name: schedule.name, ...run, retry }, runText(run, schedule, retry))
      if (run.phase === 'ended') codes.push(codeOf(run))
    }
    wake(runs.some(({ phase }) => phase === 'running'))
    if (!engine.hasDueRuns()) finish()
  }

  const stop = engine.subscribe((batch) => {
    for (const event of batch) follow(event, jobs, printer)
    if (batch.some(({ kind }) => isNews(kind))) void look()
  })
  return {
    codes,
    stop() {
      stop()
      wake(false)
    },
    over: () =>
      new Promise<'over'>((resolve) => {
        finish = () => resolve('over')
        void look()
      }),
  }
}

function isNews(kind: EngineEvent['kind']): boolean {
  return kind === 'schedules.changed' || kind === 'follow.changed'
}

function follow(event: EngineEvent, jobs: Map<string, JobView>, printer: Printer): void {
  if (event.kind === 'job.changed') jobs.set(event.job.id, event.job)
  if (event.kind !== 'progress') return
  for (const id of Object.keys(event.jobPaces)) {
    const job = jobs.get(id)
    if (job?.phase === 'moving') printer.progress(event, job)
  }
}

/** The newest runs, oldest first. */
async function runsOf(engine: Engine): Promise<readonly RunView[]> {
  const { rows } = await engine['schedules.history']({ id: null, offset: 0, limit: SHOWN })
  return rows.toReversed()
}

function keyOf({ phase, waitsFor, outcome }: RunView): string {
  return [phase, waitsFor, outcome].join(' ')
}

type Retry = Extract<ScheduleState, { readonly kind: 'retrying' }>

function retryOf({ state }: ScheduleView): Retry | null {
  return state.kind === 'retrying' ? state : null
}

function runText(run: RunView, schedule: Schedule, retry: Retry | null): string {
  if (run.phase === 'ended') return runRow(run, schedule)
  const { name, timeZone } = schedule
  if (retry) return `${name}: ${stateText(retry, timeZone)}\n`
  if (run.phase === 'running') return `${name}: running\n`
  const state = { kind: 'waiting', reason: run.waitsFor ?? 'closed', until: null } as const
  return `${name}: ${stateText(state, timeZone)}\n`
}

function codeOf({ outcome, failure }: RunView): number {
  if (failure) return exitCodeOf(failure)
  const isFine = outcome === 'done' || outcome === 'skipped' || outcome === 'superseded'
  return isFine ? exitCodes.verified : exitCodes.someFailed
}

/** What rules ordered and did not come, and archives that could not be asked. */
function codesOf(look: RulesLook | null): readonly number[] {
  if (look === null) return []
  const isFine =
    !look.failed && look.jobs.every((job) => job.failure === null && job.counts.failed === 0)
  return [isFine ? exitCodes.verified : exitCodes.someFailed]
}

function findText({ dandisetId, title, ruleName }: FollowFind): string {
  return `New by ${ruleName}: DANDI:${dandisetId}  ${title}\n`
}

function looksText({ rules, failed }: RulesLook): string {
  if (failed) return 'The archive could not be asked for new dandisets.\n'
  return rules === 0 ? '' : 'Looked for new dandisets.\n'
}

function endText(views: readonly ScheduleView[], { codes }: Watch, look: RulesLook | null): string {
  const looked = look === null ? '' : looksText(look)
  if (views.length === 0) return looked || 'There are no schedules yet.\n'
  return `${looked}${nextText(views, codes.length > 0 || looked !== '')}`
}

function nextText(views: readonly ScheduleView[], wasDue: boolean): string {
  const next = nextOf(views)
  const told = wasDue ? '' : 'Nothing is due. '
  if (next === null) return `${told}No run is left to come.\n`
  return `${told}Next: ${next.name}, ${momentText(next.at, next.timeZone)}\n`
}

function nextOf(views: readonly ScheduleView[]) {
  const all = views.map(({ schedule, state, next }) => {
    const until = state.kind === 'waiting' ? state.until : null
    const times = [until, next[0]?.start ?? null].filter((each) => each !== null)
    return { ...schedule, at: Math.min(...times) }
  })
  return all.filter(({ at }) => Number.isFinite(at)).sort((a, b) => a.at - b.at)[0] ?? null
}

function whenAsked(engine: Engine): Promise<'asked'> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!engine.isAskedToLeave()) return
      clearInterval(timer)
      resolve('asked')
    }, LOOK_MS)
    timer.unref()
  })
}

function whenInterrupted({ interrupted }: Terminal): Promise<'interrupted'> {
  return new Promise((resolve) => {
    if (interrupted.aborted) resolve('interrupted')
    interrupted.addEventListener('abort', () => resolve('interrupted'), { once: true })
  })
}
