import { formatPercent } from '../../renderer/format/bytes.ts'
import type { JobView } from '../model/job.ts'
import type { Common } from './arguments.ts'
import type { Terminal } from './download.ts'
import { exitCodes } from './exit-codes.ts'
import { openEngine } from './open-engine.ts'
import { count, formatBytes, sentence } from './print.ts'

/** `jobs`: what was ordered, newest last, and how far it is. */
export async function jobs(args: Common, terminal: Terminal): Promise<number> {
  const engine = await openEngine({ common: args, ...terminal })
  try {
    const all = (await engine.snapshot(undefined)).jobs
    if (args.json)
      for (const job of all) terminal.out(`${JSON.stringify({ event: 'job', ...job })}\n`)
    else if (all.length === 0) terminal.out('Nothing was ordered yet.\n')
    else terminal.out(all.map(jobText).join(''))
    return exitCodes.verified
  } finally {
    await engine.close()
  }
}

function jobText(job: JobView): string {
  const { counts, totalBytes, receivedBytes } = job
  const id = `DANDI:${job.order.ref.dandisetId ?? '?'}/${job.version ?? '?'}`
  const share = formatPercent(receivedBytes, totalBytes)
  const failed = counts.failed > 0 ? `, ${counts.failed} failed` : ''
  const reason = job.failure ? `\n    ${sentence(job.failure)}` : ''
  return `${stateOf(job).padEnd(8)} ${share.padStart(5)}  ${id} ${job.title}
    ${job.summary} · ${count(counts.total)}, ${formatBytes(totalBytes)}${failed} · ${job.folder}${reason}
`
}

function stateOf(job: JobView): string {
  if (job.phase === 'ended') return job.failure || job.counts.failed > 0 ? 'failed' : 'verified'
  if (job.intent === 'hold') return heldWords[job.holdReason ?? 'person']
  return job.phase === 'listing' ? 'listing' : 'waiting'
}

const heldWords = {
  person: 'paused',
  'disk-full': 'no room',
  window: 'waiting',
  schedule: 'paused',
  mains: 'waiting',
  metered: 'waiting',
  vpn: 'waiting',
  network: 'waiting',
  hours: 'waiting',
  budget: 'waiting',
} as const
