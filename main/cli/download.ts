/** `download`: orders, watches and reports; the same command again goes on where it stopped. */
import { once } from 'node:events'
import { wantsYaml } from '../engine/placing.ts'
import type { Engine } from '../engine.ts'
import type { CartHow } from '../model/cart.ts'
import type { EngineState } from '../model/events.ts'
import type { FailureRecord } from '../model/failure.ts'
import type { JobView, Order } from '../model/job.ts'
import { everything, noFilter, type Selection, wanting } from '../model/selection.ts'
import { type Settings, settingsBounds } from '../model/settings.ts'
import type { TransferView } from '../model/transfer.ts'
import type { DownloadArguments } from './arguments.ts'
import { ordersOfCart } from './cart-file.ts'
import { exitCodeOf, exitCodeOfFiles, exitCodes } from './exit-codes.ts'
import { unlessInterrupted } from './interrupted.ts'
import { livePrinter } from './live.ts'
import { type Bundles, openEngine } from './open-engine.ts'
import {
  count,
  failureLines,
  formatBytes,
  jsonPrinter,
  type Printer,
  plainPrinter,
  planText,
} from './print.ts'
import { refsOf } from './refs.ts'
import { createTelling, unmatchedLines, unmatchedSubjects } from './unmatched-subjects.ts'
import { warnOfBudget } from './warn-of-budget.ts'
import { withPartsOfZarrs } from './zarr-keep.ts'

export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Columns of an interactive terminal; null when the output is piped. */
  readonly columns: () => number | null
  readonly environment: NodeJS.ProcessEnv
  /** Where the person is. */
  readonly cwd: string
  readonly bundles: Bundles
  /** Of this program. */
  readonly version: string
  readonly interrupted: AbortSignal
}

export async function download(args: DownloadArguments, terminal: Terminal): Promise<number> {
  const printer = printerFor(args, terminal)
  let watch: Watch | null = null
  const engine = await openEngine({
    common: args,
    ...terminal,
    overrides: limitsOf(args),
    onTransferEnded: (transfer, bytes) => watch?.file(transfer, bytes),
  })
  const { interrupted } = terminal
  try {
    warnOfBudget(engine, terminal)
    const refs = await unlessInterrupted(refsOf(engine, args.identifiers, args), interrupted)
    const how = howOf(args)
    const orders: Order[] = refs.map((ref) => ({ ref, selection: selectionOf(args), ...how }))
    const codes: number[] = []
    for (const path of args.carts) {
      const cart = await ordersOfCart(engine, path, { args, how, terminal })
      orders.push(...cart.orders)
      codes.push(cart.code)
    }
    // A cart means its own subjects, and which of its dandisets was asked for is not known.
    const subjects = args.carts.length > 0 ? [] : args.subjects
    const tellUnmatched = createTelling(terminal, orders.length)
    for (const wanted of orders) {
      const parts = withPartsOfZarrs(engine, wanted, args.zarrKeep)
      const order = await unlessInterrupted(parts, interrupted)
      const asking = unmatchedSubjects(engine, order, subjects)
      const unmatched = await unlessInterrupted(asking, interrupted)
      tellUnmatched(unmatched)
      if (args.dryRun) {
        const telling = tellPlan(engine, order, { args, terminal, unmatched })
        codes.push(await unlessInterrupted(telling, interrupted))
        continue
      }
      watch = watchJob(engine, withUnmatched(printer, unmatched))
      codes.push(await run(engine, order, { printer, terminal, watch }))
      if (interrupted.aborted) return exitCodes.interrupted
    }
    return Math.max(...codes)
  } finally {
    await engine.close()
  }
}

export function printerFor(args: Pick<DownloadArguments, 'json'>, terminal: Terminal): Printer {
  if (args.json) return jsonPrinter(terminal.out)
  const columns = terminal.columns
  return columns() === null
    ? plainPrinter(terminal.out)
    : livePrinter(terminal.out, () => columns() ?? 80)
}

export function limitsOf(args: DownloadArguments): Partial<Settings> {
  const { filesAtOnce, partsAtOnce, isSlow } = args
  return {
    ...(isSlow ? { isSlow } : {}),
    ...(filesAtOnce === null ? {} : { filesAtOnce }),
    ...(partsAtOnce === null
      ? {}
      : {
          partsPerFile: Math.min(settingsBounds.partsPerFile.max, partsAtOnce),
          entriesPerZarr: partsAtOnce,
        }),
  }
}

export function selectionOf({ subjects, include, exclude }: DownloadArguments): Selection {
  const filter = wanting({ ...noFilter, include, exclude }, 'subject', subjects)
  return { ...everything, filter }
}

export function howOf(args: DownloadArguments): CartHow {
  return {
    destination: args.outputDir,
    source: args.source,
    existing: args.existing,
    layout: args.layout,
    names: args.names,
    reuse: args.reuse,
    preserveTree: args.preserveTree,
    assets: args.assets,
    dandisetYaml: args.dandisetYaml,
  }
}

/** The plan that is told names subjects that nobody has. */
function withUnmatched(printer: Printer, unmatchedSubjects: readonly string[]): Printer {
  if (unmatchedSubjects.length === 0) return printer
  return { ...printer, plan: (plan, title) => printer.plan({ ...plan, unmatchedSubjects }, title) }
}

interface Telling {
  readonly args: DownloadArguments
  readonly terminal: Terminal
  readonly unmatched: readonly string[]
}

async function tellPlan(
  engine: Engine,
  order: Order,
  { args, terminal, unmatched }: Telling,
): Promise<number> {
  const plan = await engine.plan({ order: order as never })
  const told = unmatched.length > 0 ? { unmatchedSubjects: unmatched } : {}
  if (args.json) terminal.out(`${JSON.stringify({ event: 'plan', ...plan, ...told })}\n`)
  else
    terminal.out(
      `${count(plan.files)}, ${formatBytes(plan.bytes)}\n${planText(plan)}${unmatchedLines(unmatched)}`,
    )
  const assets = plan.files - (wantsYaml(order) ? 1 : 0)
  if (assets === 0 && isNarrowing(order)) return nothingMatches(terminal)
  return plan.missingBytes > 0 ? exitCodes.disk : exitCodes.verified
}

function nothingMatches(terminal: Terminal): number {
  terminal.err('No file of this version matches.\n')
  return exitCodes.usage
}

async function run(
  engine: Engine,
  order: Order,
  { printer, terminal, watch }: { printer: Printer; terminal: Terminal; watch: Watch },
): Promise<number> {
  await forgetSame(engine, order)
  const began = Date.now()
  const { jobId } = await engine['job.create']({ order: order as never })
  watch.follow(jobId)
  const job = await Promise.race([watch.ended, interruption(terminal.interrupted)])
  watch.stop()
  if (!job) {
    await engine['job.pause']({ jobId })
    terminal.err('\nInterrupted. The same command goes on from here.\n')
    return exitCodes.interrupted
  }
  const seconds = (Date.now() - began) / 1000
  const isNarrowed = isNarrowing(order)
  return conclude(job, { printer, terminal, seconds, isNarrowed, files: watch.files() })
}

/** An unfinished job of the same order gives way; its parts are found again by their partials. */
async function forgetSame(engine: Engine, order: Order): Promise<void> {
  const { jobIds } = await engine['jobs.same']({ order: order as never })
  for (const jobId of jobIds) await engine['job.cancel']({ jobId, files: 'keep' })
}

async function interruption(signal: AbortSignal): Promise<null> {
  if (!signal.aborted) await once(signal, 'abort')
  return null
}

/** What the files of a job came to, those that have ended. */
interface Files {
  readonly fetchedBytes: number
  readonly failures: readonly FailureRecord[]
  /** Assets that were chosen, and those that are there now; `dandiset.yaml` is none. */
  readonly assets: number
  readonly arrived: number
}

type Watch = ReturnType<typeof watchJob>

function watchJob(engine: Engine, printer: Printer) {
  const failures: FailureRecord[] = []
  let fetchedBytes = 0
  let assets = 0
  let arrived = 0
  let jobId: string | null = null
  let latest: JobView | null = null
  let isPlanned = false
  let finish: (job: JobView) => void = () => {}
  const ended = new Promise<JobView>((resolve) => {
    finish = resolve
  })
  function see(job: JobView): void {
    if (job.id !== jobId) return
    latest = job
    if (!isPlanned && job.phase !== 'listing' && !(job.failure && job.counts.total === 0)) {
      isPlanned = true
      printer.plan({ files: job.counts.total, bytes: job.totalBytes }, job.title)
    }
    if (job.phase === 'ended' || job.holdReason === 'disk-full') finish(job)
  }
  /** The plan is told before the first file, even when the event of it is still under way. */
  function plan(): void {
    const state = isPlanned ? null : (engine.snapshot(undefined) as EngineState)
    const job = state?.jobs.find((each) => each.id === jobId)
    if (job) see(job)
  }
  const stop = engine.subscribe((batch) => {
    for (const event of batch) {
      if (event.kind === 'job.changed') see(event.job)
      else if (event.kind === 'progress' && latest && isPlanned) printer.progress(event, latest)
    }
  })
  return {
    ended,
    stop,
    /** Events are told later than a job is made, so none is missed. */
    follow(id: string): void {
      jobId = id
    },
    file(transfer: TransferView, bytes: number): void {
      if (transfer.jobId !== jobId) return
      plan()
      fetchedBytes += bytes
      const asset = transfer.kind === 'dandiset-yaml' ? 0 : 1
      assets += asset
      if (transfer.state.kind === 'failed' && transfer.failure) failures.push(transfer.failure)
      else arrived += asset
      printer.file(transfer)
    },
    files: (): Files => ({ fetchedBytes, failures, assets, arrived }),
  }
}

/** A subject or a pattern was asked for, so that nothing found is a mistake. */
function isNarrowing({ assets, selection }: Order): boolean {
  return assets && JSON.stringify(selection.filter) !== JSON.stringify(noFilter)
}

interface Conclusion {
  readonly printer: Printer
  readonly terminal: Terminal
  readonly seconds: number
  readonly isNarrowed: boolean
  readonly files: Files
}

function conclude(
  job: JobView,
  { printer, terminal, seconds, isNarrowed, files }: Conclusion,
): number {
  const { done, skipped, failed, total } = job.counts
  const summary = { done: done - skipped, skipped, failed, bytes: files.fetchedBytes, seconds }
  if (job.failure) {
    terminal.err(failureLines(job.failure))
    if (total > 0) printer.summary(summary, job)
    return exitCodeOf(job.failure)
  }
  if (total > 0) printer.summary(summary, job)
  if (total === 0 || (files.assets === 0 && isNarrowed)) return nothingMatches(terminal)
  return failed > 0 ? exitCodeOfFiles(files.failures, files.arrived) : exitCodes.verified
}
