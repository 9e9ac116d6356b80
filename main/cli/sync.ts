/** `sync`: plans, tells, and keeps a folder in step; the same command again goes on where it stopped. */
import { askText } from '../../renderer/locales/ask-text.ts'
import type { Engine } from '../engine.ts'
import type { JobView, Order } from '../model/job.ts'
import type { Sync, SyncPlan, SyncResult } from '../model/sync.ts'
import type { TransferView } from '../model/transfer.ts'
import type { SyncArguments } from './arguments.ts'
import { howOf, limitsOf, printerFor, selectionOf, type Terminal } from './download.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { unlessInterrupted } from './interrupted.ts'
import { openEngine } from './open-engine.ts'
import { failureLines, type Printer } from './print.ts'
import { refsOf } from './refs.ts'
import { planText, resultText } from './sync-print.ts'
import { createTelling, unmatchedLines, unmatchedSubjects } from './unmatched-subjects.ts'
import { warnOfBudget } from './warn-of-budget.ts'
import { withPartsOfZarrs } from './zarr-keep.ts'

export async function sync(args: SyncArguments, terminal: Terminal): Promise<number> {
  const { download } = args
  const { interrupted } = terminal
  const printer = printerFor(download, terminal)
  const engine = await openEngine({
    common: download,
    ...terminal,
    overrides: limitsOf(download),
    onTransferEnded: (transfer: TransferView) => printer.file(transfer),
  })
  const watch = watchJobs(engine, printer)
  try {
    warnOfBudget(engine, terminal)
    const refs = await unlessInterrupted(
      refsOf(engine, download.identifiers, download),
      interrupted,
    )
    const codes: number[] = []
    const tellUnmatched = createTelling(terminal, refs.length)
    for (const ref of refs) {
      const asked: Order = { ref, selection: selectionOf(download), ...howOf(download) }
      const parts = withPartsOfZarrs(engine, asked, download.zarrKeep)
      const order = await unlessInterrupted(parts, interrupted)
      const asking = unmatchedSubjects(engine, order, download.subjects)
      const unmatched = await unlessInterrupted(asking, interrupted)
      tellUnmatched(unmatched)
      codes.push(await one(engine, { ...args.sync, order }, { args, terminal, watch, unmatched }))
      if (interrupted.aborted) return exitCodes.interrupted
    }
    return Math.max(...codes)
  } finally {
    watch.stop()
    await engine.close()
  }
}

interface How {
  readonly args: SyncArguments
  readonly terminal: Terminal
  readonly watch: Watch
  readonly unmatched: readonly string[]
}

async function one(
  engine: Engine,
  sync: Sync,
  { args, terminal, watch, unmatched }: How,
): Promise<number> {
  const { isVouchedFor } = args
  const told = unmatched.length > 0 ? { unmatchedSubjects: unmatched } : {}
  const planLine = (plan: SyncPlan) =>
    args.download.json
      ? `${JSON.stringify({ event: 'plan', ...plan, ...told })}\n`
      : `${planText(plan)}${unmatchedLines(unmatched)}`
  const tellPlan = (plan: SyncPlan) => terminal.out(planLine(plan))
  if (args.isPlan) {
    const asked = engine['sync.plan']({ sync: sync as never, isVouchedFor })
    tellPlan(await unlessInterrupted(Promise.resolve(asked), terminal.interrupted))
    return exitCodes.verified
  }
  const result = await engine.runSync(sync, {
    accept: args.isAccepted ? 'all' : null,
    isVouchedFor,
    signal: terminal.interrupted,
    onPlan: tellPlan,
    onJob: watch.follow,
  })
  if (result.outcome === 'done') await watch.told()
  if (args.download.json) terminal.out(`${JSON.stringify({ event: 'sync', ...result })}\n`)
  else terminal.out(resultText(result))
  return codeOf(result, terminal)
}

function codeOf(result: SyncResult, { err }: Terminal): number {
  switch (result.outcome) {
    case 'done':
      return result.failed > 0 ? exitCodes.someFailed : exitCodes.verified
    case 'asks':
      err(`${result.asks.map(askText).join('\n')}\nNothing was done. --yes does it all the same.\n`)
      return exitCodes.someFailed
    case 'stopped':
      err('\nInterrupted. The same command goes on from here.\n')
      return exitCodes.interrupted
    case 'failed':
      if (result.failure === null) return exitCodes.someFailed
      err(failureLines(result.failure))
      return exitCodeOf(result.failure)
    default:
      return result.outcome satisfies never
  }
}

type Watch = ReturnType<typeof watchJobs>

/** Lines that move, for a terminal; bytes a line for programs. */
function watchJobs(engine: Engine, printer: Printer) {
  let latest: JobView | null = null
  let jobId: string | null = null
  const ended = new Set<string>()
  let tell = () => {}
  const stop = engine.subscribe((batch) => {
    for (const event of batch) {
      if (event.kind === 'job.changed') {
        latest = event.job
        if (latest.phase === 'ended') ended.add(latest.id)
      } else if (event.kind === 'progress' && latest?.phase === 'moving')
        printer.progress(event, latest)
    }
    tell()
  })
  return {
    stop,
    follow(id: string): void {
      jobId = id
    },
    /** Files are told after the commit, so the last of them may come after the run's own end. */
    told: () =>
      new Promise<void>((resolve) => {
        tell = () => {
          if (jobId === null || ended.has(jobId)) resolve()
        }
        tell()
      }),
  }
}
