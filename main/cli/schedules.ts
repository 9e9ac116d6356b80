/** `schedules`: what is fetched again and again; the same schedules as the window's. */
import { basename } from 'node:path'
import {
  conditionsText,
  momentText,
  problemText,
  runText,
  sentenceText,
  speedText,
} from '../../renderer/locales/schedule-words.ts'
import { stateText } from '../../renderer/locales/state-text.ts'
import { t } from '../../renderer/locales/t.ts'
import type { Engine } from '../engine.ts'
import { cartEnding } from '../model/cart.ts'
import { Failure } from '../model/failure.ts'
import type { RunView, Schedule, ScheduleDraft, ScheduleView } from '../model/schedule.ts'
import type { ScheduleWhat } from '../model/schedule-what.ts'
import { afterRun } from './after-run.ts'
import type { Common } from './arguments.ts'
import type { Terminal } from './download.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { unlessInterrupted } from './interrupted.ts'
import { exportHistory, report } from './night.ts'
import { openEngine } from './open-engine.ts'
import { count, formatBytes, sentence } from './print.ts'
import { refsOf } from './refs.ts'
import type { NamedWhat, SchedulesVerb } from './schedule-arguments.ts'
import { asksText, begin, changes, review, undo } from './schedule-runs.ts'
import { timer } from './timer.ts'
import { tonightOf, tonightText } from './tonight.ts'

type SchedulesArguments = Common & { readonly verb: SchedulesVerb }

interface Asked {
  readonly args: SchedulesArguments
  readonly engine: Engine
  readonly terminal: Terminal
}

const SHOWN = 100

export async function schedules(args: SchedulesArguments, terminal: Terminal): Promise<number> {
  const engine = await openEngine({ common: args, ...terminal })
  try {
    return await act({ args, engine, terminal })
  } finally {
    await engine.close()
  }
}

async function act(asked: Asked): Promise<number> {
  const { verb } = asked.args
  switch (verb.kind) {
    case 'list':
      return list(asked)
    case 'add':
      return add(asked, verb)
    case 'show':
      return show(asked, verb)
    case 'remove':
      return remove(asked, verb.which)
    case 'run':
      return run(asked, verb)
    case 'history':
      return verb.changes === null ? history(asked, verb.which) : changes(asked, verb.changes)
    case 'export':
      return exportHistory(asked, verb, await idOf(asked.engine, verb.which))
    case 'report':
      return report(asked, verb.morning)
    case 'review':
      return review(asked, await find(asked.engine, verb.which))
    case 'undo':
      return undo(asked, verb.runId)
    case 'timer':
      return timer(asked, verb.act)
    case 'after':
      return afterRun(asked, verb.act)
    default:
      return verb satisfies never
  }
}

async function list({ engine, terminal, args }: Asked): Promise<number> {
  const all = await engine['schedules.list'](undefined)
  if (all.length === 0 && !args.json) terminal.out('There are no schedules yet.\n')
  for (const view of all) terminal.out(args.json ? line('schedule', view) : row(view))
  return exitCodes.verified
}

async function add(
  { engine, terminal, args }: Asked,
  { what: named, draft }: Extract<SchedulesVerb, { kind: 'add' }>,
): Promise<number> {
  const what = await whatOf(named, { args, engine, terminal })
  const name = draft.name === '' ? nameOf(what) : draft.name
  const whole: ScheduleDraft = { ...draft, name, what }
  const preview = await engine['schedules.preview']({ id: null, draft: whole as never })
  const [problem] = preview.problems
  if (problem) {
    const said = problemText(problem).replace(/\.$/, '')
    throw new Failure('input.invalid', 'give-up', { option: problem.field, said })
  }
  const view = await engine['schedules.save']({ id: null, draft: whole as never })
  if (args.json) terminal.out(line('schedule', view))
  else
    terminal.out(
      `${preview.sentence ? sentenceText(preview.sentence) : ''} (${whole.timeZone})\n${row(view)}`,
    )
  return exitCodes.verified
}

async function whatOf(named: NamedWhat, { args, engine, terminal }: Asked): Promise<ScheduleWhat> {
  if (named.kind !== 'identifiers') return named
  const asked = refsOf(engine, named.identifiers, args)
  return { kind: 'refs', refs: await unlessInterrupted(asked, terminal.interrupted) }
}

function nameOf(what: ScheduleWhat): string {
  if (what.kind === 'cart') return basename(what.path, cartEnding)
  if (what.kind === 'search') return what.name
  return what.refs
    .map(({ dandisetId, version }) => `${dandisetId}${version === null ? '' : `/${version}`}`)
    .join(', ')
}

async function show(
  { engine, terminal, args }: Asked,
  { which, tonight: isAsked }: Extract<SchedulesVerb, { kind: 'show' }>,
): Promise<number> {
  const view = await find(engine, which)
  const look = isAsked ? tonightOf(engine, view.schedule) : null
  const tonight = look && (await unlessInterrupted(look, terminal.interrupted))
  if (args.json) {
    terminal.out(line('schedule', tonight ? { ...view, tonight } : view))
    return exitCodes.verified
  }
  const {
    id: _,
    isOn: _on,
    skipStart: _skip,
    pause: _pause,
    since: _since,
    ...draft
  } = view.schedule
  const { sentence: parts } = await engine['schedules.preview']({
    id: view.schedule.id,
    draft: draft as never,
  })
  const { timeZone } = view.schedule
  const next = view.next.map(({ start, latestEnd }) => {
    const until = latestEnd === null ? '' : ` until ${momentText(latestEnd, timeZone)}`
    return `    ${momentText(start, timeZone)}${until}\n`
  })
  terminal.out(
    `${row(view)}    ${parts ? sentenceText(parts) : ''} (${timeZone})\n${mannersLine(draft)}${next.join('')}`,
  )
  if (tonight) terminal.out(tonightText(tonight, view.schedule))
  return exitCodes.verified
}

/** How fast, and under which conditions. */
function mannersLine(
  draft: Pick<ScheduleDraft, 'conditions' | 'speedLimitBytesPerSecond' | 'timetable'>,
): string {
  const words = [speedText(draft), conditionsText(draft.conditions)]
  return `    ${words.filter((word) => word !== '').join(', ')}\n`
}

async function remove({ engine, terminal, args }: Asked, which: string): Promise<number> {
  const { schedule } = await find(engine, which)
  await engine['schedules.remove']({ id: schedule.id })
  const { id, name } = schedule
  terminal.out(args.json ? line('removed', { id, name }) : `${name} is removed; its files stay.\n`)
  return exitCodes.verified
}

/** Runs it now, window or not, and waits for its end. */
async function run(
  { engine, terminal, args }: Asked,
  verb: Extract<SchedulesVerb, { kind: 'run' }>,
): Promise<number> {
  const before = await find(engine, verb.which)
  const { schedule } = before
  const { id } = schedule
  const ended = new Promise<RunView>((resolve) => {
    engine.subscribe((batch) => {
      if (batch.every(({ kind }) => kind !== 'schedules.changed')) return
      void find(engine, id).then(({ current, last }) => {
        if (current === null && last !== null) resolve(last)
      })
    })
  })
  await begin(engine, before, verb)
  const over = await unlessInterrupted(ended, terminal.interrupted)
  terminal.out(args.json ? line('run', over) : runRow(over, schedule))
  if (over.failure) return exitCodeOf(over.failure)
  return over.outcome === 'done' ? exitCodes.verified : exitCodes.someFailed
}

async function history({ engine, terminal, args }: Asked, which: string | null): Promise<number> {
  const all = await engine['schedules.list'](undefined)
  const id = await idOf(engine, which)
  const { rows } = await engine['schedules.history']({ id, offset: 0, limit: SHOWN })
  for (const each of rows) {
    const schedule = all.find((view) => view.schedule.id === each.scheduleId)?.schedule
    if (args.json) terminal.out(line('run', each))
    else if (schedule) terminal.out(runRow(each, schedule))
  }
  if (rows.length === 0 && !args.json) terminal.out('Nothing has run yet.\n')
  return exitCodes.verified
}

async function idOf(engine: Engine, which: string | null): Promise<string | null> {
  return which === null ? null : (await find(engine, which)).schedule.id
}

async function find(engine: Engine, which: string): Promise<ScheduleView> {
  const all = await engine['schedules.list'](undefined)
  const bare = which.toLowerCase()
  const named = all.filter(({ schedule }) => schedule.name.toLowerCase() === bare)
  const found =
    named.length > 0 ? named : all.filter(({ schedule }) => schedule.id.startsWith(bare))
  const [only] = found
  if (only && found.length === 1) return only
  const known = all.map(({ schedule }) => schedule.name).join(', ') || 'none'
  const said = `“${which}” is no schedule; there are: ${known}`
  throw new Failure('input.invalid', 'give-up', { option: 'schedule', value: which, said })
}

function row({ schedule, state }: ScheduleView): string {
  const { id, name, timeZone, how } = schedule
  return `${id.slice(0, 8)}  ${name}
    ${stateText(state, timeZone)} · ${how.destination}
`
}

/** A run with its outcome and files. */
export function runRow(each: RunView, { name, timeZone }: Schedule): string {
  const at = each.startedAt ?? each.plannedFor ?? each.noticedAt
  const { added, changed, renamed, removed, failed, conflicts, bytes } = each.tally
  const files = [
    `${count(added)} added`,
    changed > 0 ? `${changed} changed` : '',
    renamed > 0 ? `${renamed} renamed` : '',
    removed > 0 ? `${removed} removed` : '',
    failed > 0 ? t('job.failed', { count: failed }) : '',
    conflicts > 0 ? `${conflicts} left as you changed them` : '',
    formatBytes(bytes),
  ]
  const why = each.failure ? `\n    ${sentence(each.failure)}` : ''
  return `${each.id}  ${momentText(at, timeZone)}  ${name}: ${runText(each)} · ${files.filter(Boolean).join(', ')}${why}\n${asksText(each, name)}`
}

function line(event: string, values: object): string {
  return `${JSON.stringify({ event, ...values })}\n`
}
