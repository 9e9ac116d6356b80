/** What happened, in the terminal: the report of a night, and the history for other programs. */
import { formatBytes } from '../../renderer/format/bytes.ts'
import {
  filesText,
  headlineText,
  morningText,
  pauseText,
  spanText,
  speedText,
} from '../../renderer/locales/night-words.ts'
import { runText } from '../../renderer/locales/schedule-words.ts'
import { t } from '../../renderer/locales/t.ts'
import { bytesText } from '../../renderer/locales/tally-text.ts'
import type { Engine } from '../engine.ts'
import type { NightRun } from '../model/night.ts'
import type { Common } from './arguments.ts'
import type { Terminal } from './download.ts'
import { exitCodes } from './exit-codes.ts'
import { sentence } from './print.ts'
import type { SchedulesVerb } from './schedule-arguments.ts'

interface Hands {
  readonly args: Common
  readonly engine: Engine
  readonly terminal: Terminal
}

/** Of more failed files `history --changes` tells. */
const MOST_FAILED = 20

export async function report(
  { args, engine, terminal }: Hands,
  morning: string | null,
): Promise<number> {
  const told = await engine['nights.report']({ morning })
  if (args.json) {
    terminal.out(`${JSON.stringify({ event: 'night', ...told })}\n`)
    return exitCodes.verified
  }
  const { night, timeZone, parts } = told
  terminal.out(`${t('night.title', { date: morningText(night.morning) })}\n`)
  terminal.out(`${parts.length === 0 ? t('night.none') : headlineText(told)}\n`)
  for (const { name, folder, runs } of parts) {
    terminal.out(`\n${name}  ${folder}\n`)
    for (const each of runs) {
      for (const line of runLines(each, timeZone)) terminal.out(`  ${line}\n`)
      for (const line of await failedLines(each, engine)) terminal.out(`  ${line}\n`)
    }
  }
  return exitCodes.verified
}

function runLines(night: NightRun, timeZone: string): readonly string[] {
  const { run, record, bytes } = night
  const sources = record.sources.map(
    ({ source, bytes: each }) => `${t(`source.${source}`)} ${formatBytes(each)}`,
  )
  const isOver = run.endedAt !== null && run.startedAt !== null
  const facts = [spanText(night, timeZone), isOver && filesText(run.tally), bytesText({ bytes })]
  return [
    `${run.id}  ${runText(run)}`,
    facts.filter(Boolean).join(' · '),
    ...(run.failure ? [sentence(run.failure)] : []),
    ...run.pauses.map((pause) => pauseText(pause, timeZone)),
    [speedText(record.speeds, timeZone), ...sources].filter((part) => part !== '').join(' · '),
  ].filter((line) => line !== '')
}

async function failedLines({ run }: NightRun, engine: Engine): Promise<readonly string[]> {
  if (run.tally.failed === 0) return []
  const asked = { runId: run.id, kinds: ['failed' as const], offset: 0, limit: MOST_FAILED }
  const { rows } = await engine['runs.changes'](asked)
  return rows.map(
    ({ localPath, failure }) => `${localPath}: ${failure ? sentence(failure) : t('change.failed')}`,
  )
}

export function exportHistory(
  { engine, terminal }: Hands,
  { form, hasChanges }: Extract<SchedulesVerb, { kind: 'export' }>,
  scheduleId: string | null,
): number {
  for (const piece of engine.history({ scheduleId, form, hasChanges })) terminal.out(piece)
  return exitCodes.verified
}
