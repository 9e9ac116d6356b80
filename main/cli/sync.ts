/** `sync`: plans, tells, and keeps a folder in step; the same command again goes on where it stopped. */
import type { Engine } from '../engine.ts'
import type { JobView, Order } from '../model/job.ts'
import type { Sync, SyncAsk, SyncKind, SyncPlan, SyncResult } from '../model/sync.ts'
import type { TransferView } from '../model/transfer.ts'
import type { SyncArguments } from './arguments.ts'
import { howOf, limitsOf, printerFor, selectionOf, type Terminal } from './download.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { unlessInterrupted } from './interrupted.ts'
import { openEngine } from './open-engine.ts'
import { count, failureLines, formatBytes, type Printer, sentence } from './print.ts'
import { refsOf } from './refs.ts'
import { withPartsOfZarrs } from './zarr-keep.ts'

export async function sync(args: SyncArguments, terminal: Terminal): Promise<number> {
  const { download } = args
  const { interrupted } = terminal
  const printer = printerFor(download, terminal)
  const engine = await openEngine({
    common: download,
    environment: terminal.environment,
    version: terminal.version,
    err: terminal.err,
    interrupted,
    overrides: limitsOf(download),
    onTransferEnded: (transfer: TransferView) => printer.file(transfer),
  })
  const watch = watchJobs(engine, printer)
  try {
    const refs = await unlessInterrupted(
      refsOf(engine, download.identifiers, download),
      interrupted,
    )
    const codes: number[] = []
    for (const ref of refs) {
      const asked: Order = { ref, selection: selectionOf(download), ...howOf(download) }
      const parts = withPartsOfZarrs(engine, asked, download.zarrKeep)
      const order = await unlessInterrupted(parts, interrupted)
      codes.push(await one(engine, { ...args.sync, order }, { args, terminal, watch }))
      if (interrupted.aborted) return exitCodes.interrupted
    }
    return Math.max(...codes)
  } finally {
    watch.stop()
    await engine.close()
  }
}

async function one(
  engine: Engine,
  sync: Sync,
  { args, terminal, watch }: { args: SyncArguments; terminal: Terminal; watch: Watch },
): Promise<number> {
  const { isVouchedFor } = args
  const { json } = args.download
  const tellPlan = (plan: SyncPlan) =>
    terminal.out(json ? `${JSON.stringify({ event: 'plan', ...plan })}\n` : planText(plan))
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
  if (json) terminal.out(`${JSON.stringify({ event: 'sync', ...result })}\n`)
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

const marks: Readonly<Record<SyncKind, string>> = {
  add: '+ add     ',
  update: '~ replace ',
  rename: '> rename  ',
  vanish: '- gone    ',
  check: '? check   ',
  conflict: '! yours   ',
  problem: '✗ problem ',
  keep: '= keep    ',
}

function planText({ rows, tallies, folder, version, remove, ...plan }: SyncPlan): string {
  const lines = rows.map(({ kind, localPath, from, sizeBytes, failure }) => {
    const was = from === null ? '' : `${from} → `
    const why = failure ? `: ${sentence(failure)}` : ''
    return `${marks[kind]} ${formatBytes(sizeBytes).padStart(9)}  ${was}${localPath}${why}\n`
  })
  const told = tallies.add.files + tallies.update.files + tallies.rename.files
  const all = told + tallies.vanish.files + tallies.conflict.files + tallies.problem.files
  const more = all - rows.length
  const gone = { keep: 'kept', trash: 'to the trash', delete: 'deleted' }[remove]
  const parts = [
    `${count(tallies.keep.files + tallies.check.files)} in place`,
    part(tallies.add.files, 'new'),
    part(tallies.update.files, 'changed'),
    part(tallies.rename.files, 'renamed'),
    part(tallies.vanish.files, `gone in the archive, ${gone}`),
    part(tallies.conflict.files, 'that you changed, left as they are'),
    `${formatBytes(plan.bytesToFetch)} to fetch, ${formatBytes(plan.freeBytes)} free`,
  ].filter((text) => text !== '')
  const asks = plan.asks.map((ask) => `${askText(ask)}\n`)
  const rest = more > 0 ? `and ${more.toLocaleString('en')} more\n` : ''
  return `${lines.join('')}${rest}${version}: ${parts.join(' · ')}\n${asks.join('')}${folder}\n`
}

function part(files: number, words: string): string {
  return files === 0 ? '' : `${files.toLocaleString('en')} ${words}`
}

function askText({ kind, value, limit }: SyncAsk): string {
  switch (kind) {
    case 'files':
      return `${count(value)} would be removed or replaced; the limit is ${limit}.`
    case 'share':
      return `${Math.round(value * 100)} % of the files would be removed or replaced; the limit is ${Math.round(limit * 100)} %.`
    case 'fetch-bytes':
      return `${formatBytes(value)} would be fetched; the limit is ${formatBytes(limit)}.`
    case 'free-space':
      return `${formatBytes(Math.max(0, value))} would stay free; ${formatBytes(limit)} must.`
    case 'empty-listing':
      return `The archive lists nothing at all; ${count(value)} would be removed.`
    case 'dandisets':
      return `${value} dandisets are found; the limit is ${limit}.`
    default:
      return kind satisfies never
  }
}

function resultText(result: SyncResult): string {
  if (result.outcome === 'asks') return ''
  const { added, changed, renamed, removed, failed, conflicts, bytes, folder } = result
  const parts = [
    part(added, 'added'),
    part(changed, 'changed'),
    part(renamed, 'renamed'),
    part(removed, 'removed'),
    part(failed, 'failed'),
    part(conflicts, 'left as you changed them'),
    bytes > 0 ? formatBytes(bytes) : '',
  ].filter((text) => text !== '')
  const text = parts.length === 0 ? 'Nothing had changed.' : parts.join(' · ')
  return `${text}\n${folder}\n`
}
