/** Runs of schedules in the terminal: what they ask, what they did to files, and back again. */
import { formatBytes } from '../../renderer/format/bytes.ts'
import { askText } from '../../renderer/locales/ask-text.ts'
import { t } from '../../renderer/locales/t.ts'
import type { Engine } from '../engine.ts'
import { Failure } from '../model/failure.ts'
import type { ReviewedOrder } from '../model/run-review.ts'
import type { RunView, ScheduleView } from '../model/schedule.ts'
import { changeKinds, type SyncChange } from '../model/sync.ts'
import type { Common } from './arguments.ts'
import type { Terminal } from './download.ts'
import { exitCodes } from './exit-codes.ts'
import { count, sentence } from './print.ts'
import type { RunConsentWish } from './schedule-arguments.ts'
import { planText } from './sync-print.ts'

interface Hands {
  readonly args: Common
  readonly engine: Engine
  readonly terminal: Terminal
}

const PAGE = 500

/** Begins a run; with what a person accepts when the newest one asks. */
export async function begin(
  engine: Engine,
  { schedule: { id }, last }: ScheduleView,
  { accept, isVouchedFor }: RunConsentWish,
): Promise<void> {
  if (accept.length === 0 && !isVouchedFor) {
    await engine['schedules.run-now']({ id })
    return
  }
  const accepted = accept.map((fingerprint) => {
    const ask = last?.asks.find((each) => each.fingerprint === fingerprint)
    if (ask) return { key: ask.key, fingerprint }
    const asked = last?.asks.map((each) => each.fingerprint).join(', ') || 'none'
    const said = `The last run does not ask for “${fingerprint}”, but for: ${asked}`
    throw new Failure('input.invalid', 'give-up', { option: 'accept', value: fingerprint, said })
  })
  await engine['schedules.go-on']({ id, accepted, isVouchedFor, isNow: true })
}

/** What a run asks, and how to answer it; empty when it asks nothing. */
export function asksText({ asks }: RunView, name: string): string {
  if (asks.length === 0) return ''
  const lines = asks.flatMap(({ title, asks: each }) =>
    each.map((ask) => `    ${title}: ${askText(ask)}\n`),
  )
  const accept = asks.flatMap(({ fingerprint }) => fingerprint ?? []).join(',')
  const quoted = /^[\w-]+$/.test(name) ? name : `'${name}'`
  const look = `    schedules review ${quoted} shows it; schedules run ${quoted} --accept ${accept} does it.\n`
  return `${lines.join('')}${look}`
}

/** Shows what the newest run asks about, or what the next would do; writes nothing. */
export async function review(
  { args, engine, terminal }: Hands,
  { schedule }: ScheduleView,
): Promise<number> {
  const found = await engine['schedules.review']({ id: schedule.id, isVouchedFor: false })
  if (args.json) terminal.out(line('review', found))
  else if (found.kind === 'orders') for (const each of found.orders) terminal.out(orderText(each))
  else
    terminal.out(
      `${found.titles.join('\n')}\n${found.asks.map(askText).join('\n')}\n--accept ${found.fingerprint}\n`,
    )
  return exitCodes.verified
}

function orderText({ title, plan, failure }: ReviewedOrder): string {
  if (failure) return `${title}: ${sentence(failure)}\n`
  return plan ? `${planText(plan)}--accept ${plan.fingerprint}\n` : ''
}

export async function undo({ args, engine, terminal }: Hands, runId: number): Promise<number> {
  const undone = await engine['runs.undo']({ runId })
  const left = undone.left > 0 ? `, ${undone.left} left in the trash: their places are taken` : ''
  terminal.out(args.json ? line('undone', undone) : `${count(undone.restored)} put back${left}.\n`)
  return undone.left > 0 ? exitCodes.someFailed : exitCodes.verified
}

/** What a run did to each file, one a line. */
export async function changes({ args, engine, terminal }: Hands, runId: number): Promise<number> {
  for (let offset = 0; ; offset += PAGE) {
    const asked = { runId, kinds: [...changeKinds], offset, limit: PAGE }
    const { rows } = await engine['runs.changes'](asked)
    for (const row of rows) terminal.out(args.json ? line('change', row) : changeText(row))
    if (rows.length < PAGE) break
    if (terminal.interrupted.aborted) return exitCodes.interrupted
  }
  return exitCodes.verified
}

function changeText({ kind, localPath, from, sizeBytes, failure }: SyncChange): string {
  const was = from === null ? '' : `${from} → `
  const why = failure ? `: ${sentence(failure)}` : ''
  return `${t(`change.${kind}`).padEnd(20)} ${formatBytes(sizeBytes).padStart(9)}  ${was}${localPath}${why}\n`
}

function line(event: string, values: object): string {
  return `${JSON.stringify({ event, ...values })}\n`
}
