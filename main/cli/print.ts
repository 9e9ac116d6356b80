/** What a person or a program reads while files arrive. */
import { formatBytes, formatRate } from '../../renderer/format/bytes.ts'
import { formatEta } from '../../renderer/format/time.ts'
import { failureText } from '../../renderer/locales/failure-text.ts'
import { identifierForms } from '../../renderer/locales/identifier-forms.ts'
import { partText } from '../../renderer/locales/part-text.ts'
import { t, tIfKnown } from '../../renderer/locales/t.ts'
import type { EventBody } from '../model/events.ts'
import type { FailureRecord } from '../model/failure.ts'
import { apiKeyVariable } from '../model/instances.ts'
import type { JobView } from '../model/job.ts'
import type { Plan, WayOut } from '../model/plan.ts'
import type { TransferView } from '../model/transfer.ts'

export interface Summary {
  readonly done: number
  readonly skipped: number
  readonly failed: number
  /** Bytes that came over the line. */
  readonly bytes: number
  readonly seconds: number
}

export interface PlannedFiles {
  readonly files: number
  readonly bytes: number
  /** Asked for by name, and nobody has them. */
  readonly unmatchedSubjects?: readonly string[]
}

export interface Printer {
  /** What will be fetched, once it is listed. */
  plan(plan: PlannedFiles, title: string): void
  file(transfer: TransferView): void
  progress(event: Extract<EventBody, { kind: 'progress' }>, job: JobView): void
  summary(summary: Summary, job: JobView): void
}

/** One sentence of three parts: what happened, why, what to do. */
export function sentence(failure: FailureRecord): string {
  const { what, why } = failureText(failure)
  const { said, message } = failure.details
  if (failure.code === 'input.invalid' && typeof said === 'string') return `${said}.`
  const todo = todoInTerminal(failure)
  if (failure.code === 'bug' && typeof message === 'string')
    return `${what}: ${message.replace(/[.\s]+$/, '')}. ${todo}`
  const detail = typeof said === 'string' ? `${said}.` : why
  return [`${what}${whatOf(failure)}.`, detail, todo].filter((part) => part !== '').join(' ')
}

/** What is to be done here, where it is another thing than in the window. */
function todoInTerminal(failure: FailureRecord): string {
  const { instance } = failure.details
  const own = apiKeyVariable(typeof instance === 'string' ? instance : 'dandi')
  // Shells set no variable with the points and colons of an address.
  const variable = /^\w+$/.test(own) ? `${own} (or DANDELION_API_KEY)` : 'DANDELION_API_KEY'
  return tIfKnown(`terminal.todo.${failure.code}`, { variable }) ?? failureText(failure).todo
}

/** Of several identifiers, the one that means nothing. */
function whatOf({ code, details: { path, url } }: FailureRecord): string {
  const it = path ?? url
  return code === 'remote.not-found' && typeof it === 'string' && it !== '' ? ` (${it})` : ''
}

/** What standard error says of a failure. */
export function failureLines(failure: FailureRecord): string {
  if (failure.code !== 'input.identifier') return `${sentence(failure)}\n`
  return `${sentence(failure)}\n${pointedAt(failure)}${formsText()}`
}

/** The text with the part that is wrong underlined. */
function pointedAt({ details: { text, part, at } }: FailureRecord): string {
  if (typeof text !== 'string' || typeof part !== 'string' || typeof at !== 'number') return ''
  const isPart = part !== '' && part !== text && text.startsWith(part, at)
  return isPart ? `  ${text}\n  ${' '.repeat(at)}${'^'.repeat(part.length)}\n` : ''
}

/** The forms of identifiers with examples, for one that was not understood. */
function formsText(): string {
  const rows = identifierForms.map(
    (form) => `  ${t(`form.${form}.name`).padEnd(30)} ${t(`form.${form}.example`)}\n`,
  )
  return rows.join('')
}

export interface FileLine {
  readonly path: string
  readonly state: 'done' | 'skipped' | 'failed'
  readonly sizeBytes: number
  readonly digest: string | null
  readonly source: string | null
  /** Of a Zarr: keys that were ordered, entries of the part and of the whole. */
  readonly part?: {
    readonly keep: readonly string[]
    readonly entries: number
    readonly of: number | null
  }
  /** The same in words. */
  readonly partText?: string
  readonly failure?: { readonly code: string; readonly message: string }
}

function fileLine(transfer: TransferView): FileLine {
  const { localPath: path, sizeBytes, digest, source, failure, skipped } = transfer
  if (transfer.state.kind === 'failed' && failure) {
    const told = { code: failure.code, message: sentence(failure) }
    return { path, state: 'failed', sizeBytes, digest, source, failure: told }
  }
  const line = { path, state: skipped ? 'skipped' : 'done', sizeBytes, digest, source } as const
  const { part, partsTotal } = transfer
  if (!part) return line
  const told = { ...part, entries: partsTotal }
  return { ...line, part: told, partText: partText(transfer, part) }
}

/** An object a line, each with `event`. */
export function jsonPrinter(write: (text: string) => void): Printer {
  const line = (event: string, values: object) => write(`${JSON.stringify({ event, ...values })}\n`)
  return {
    plan: (plan) => line('plan', plan),
    file: (transfer) => line('file', fileLine(transfer)),
    progress: (event, job) =>
      line('progress', {
        bytes: event.jobBytes[job.id] ?? job.receivedBytes,
        totalBytes: job.totalBytes,
        bytesPerSecond: event.pace.bytesPerSecond,
        etaSeconds: event.pace.etaSeconds,
        active: event.moving.length,
      }),
    summary: (summary) => line('summary', summary),
  }
}

/** A line a file, for pipes and logs. */
export function plainPrinter(write: (text: string) => void): Printer {
  return {
    plan: ({ files, bytes }, title) =>
      write(`${title.replace(/[.\s]+$/, '')} · ${count(files)}, ${formatBytes(bytes)}\n`),
    file: (transfer) => write(`${plainFile(fileLine(transfer))}\n`),
    progress: () => {},
    summary: (summary, job) => write(summaryText(summary, job)),
  }
}

function plainFile(line: FileLine): string {
  const what = { done: '✓ verified', skipped: '= there    ', failed: '✗ failed   ' }[line.state]
  const why = line.failure ? `\n             ${line.failure.message}` : ''
  const part = line.partText === undefined ? '' : `  (${t('part.mark')}: ${line.partText})`
  return `${what} ${formatBytes(line.sizeBytes).padStart(9)}  ${line.path}${part}${why}`
}

export function count(files: number): string {
  return files === 1 ? '1 file' : `${files.toLocaleString('en')} files`
}

export function summaryText(
  { done, skipped, failed, bytes, seconds }: Summary,
  job: JobView,
): string {
  const parts = [
    done > 0 || skipped === 0 ? `${count(done)} verified` : '',
    skipped > 0 ? `${count(skipped)} ${skippedWords(job)}` : '',
    failed > 0 ? `${failed.toLocaleString('en')} failed` : '',
    bytes > 0 ? `${formatBytes(bytes)} in ${seconds.toFixed(1)} s` : '',
    bytes > 0 && seconds > 0.2 ? formatRate(bytes / seconds) : '',
  ].filter((part) => part !== '')
  return `${parts.join(' · ')}\n${job.folder}\n`
}

/** Two modes leave what is there without reading it, so nothing is said about its bytes. */
function skippedWords({ order }: JobView): string {
  const isRead = order.existing !== 'skip' && order.existing !== 'refresh'
  return isRead ? 'there already' : 'not touched'
}

/** Enough to see what a layout does. */
const SHOWN_PLACES = 3

/** What a plan says, for `--dry-run`. */
export function planText(plan: Plan): string {
  const row = (word: string, { files, bytes }: { files: number; bytes: number }) =>
    files === 0
      ? ''
      : `  ${word.padEnd(9)} ${count(files).padStart(14)}  ${formatBytes(bytes).padStart(9)}\n`
  const rows = [
    row('fetch', plan.fetch),
    row('resume', plan.resume),
    row(plan.reuseMode === 'link' ? 'link' : 'copy', plan.reuse),
    row('keep', plan.keep),
    row('replace', plan.replace),
  ].join('')
  const eta = formatEta(plan.seconds)
  const time = eta === null ? '' : `  ${eta}, at what this line gave lately\n`
  const room =
    plan.missingBytes > 0
      ? `  ${formatBytes(plan.missingBytes)} are missing on the disk (${formatBytes(plan.freeBytes)} free)\n`
      : `  fits: ${formatBytes(plan.freeBytes)} free\n`
  const problems = plan.problems
    .map(({ path, failure }) => `  ✗ ${path}: ${sentence(failure)}\n`)
    .join('')
  const more = plan.problemCount - plan.problems.length
  const ways = plan.waysOut.map(wayOutText).join('')
  const places = plan.preview.slice(0, SHOWN_PLACES).map(({ localPath }) => `    ${localPath}\n`)
  const others = plan.files > places.length ? '    …\n' : ''
  return `${rows}${time}${room}  into ${plan.folder}\n${places.join('')}${others}${problems}${more > 0 ? `  and ${more} more\n` : ''}${ways}`
}

const wayOutOptions = {
  'adapt-names': '--names adapt gives them names that this disk can hold',
  'skip-existing': '--existing skip leaves what is there',
  'replace-different': '--existing overwrite-different replaces what differs',
  'other-folder': '--output-dir names another folder',
  'leave-out': '--exclude GLOB leaves them out',
} as const

function wayOutText({ kind, files }: WayOut): string {
  return `  ${count(files)}: ${wayOutOptions[kind]}\n`
}

export { formatBytes, formatEta, formatRate }
