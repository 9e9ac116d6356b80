import { stripVTControlCharacters } from 'node:util'
import { formatCount, formatPercent } from '../../renderer/format/bytes.ts'
import type { MovingTransfer } from '../model/events.ts'
import { formatBytes, formatEta, formatRate, type Printer, plainPrinter } from './print.ts'

const clearLine = '\u001b[2K'
const dim = (text: string) => `\u001b[2m${text}\u001b[22m`
const bold = (text: string) => `\u001b[1m${text}\u001b[22m`
const BAR = 20
const MOST_LINES = 12

/** One line an active file and one for all; finished files scroll away above them. */
export function livePrinter(write: (text: string) => void, columns: () => number): Printer {
  const plain = plainPrinter((text) => above(text))
  let shown = 0

  function above(text: string): void {
    write(`${up()}${text}`)
    shown = 0
  }

  function up(): string {
    return shown === 0 ? '' : `\u001b[${shown}A\u001b[J`
  }

  function draw(lines: readonly string[]): void {
    const width = columns()
    write(up() + lines.map((line) => `${clearLine}${cut(line, width)}\n`).join(''))
    shown = lines.length
  }

  return {
    ...plain,
    progress(event, job) {
      const received = event.jobBytes[job.id] ?? job.receivedBytes
      const { counts } = job
      const eta = formatEta(event.pace.etaSeconds)
      const total = [
        bold(formatPercent(received, job.totalBytes)),
        `${formatBytes(received)} of ${formatBytes(job.totalBytes)}`,
        formatRate(event.pace.bytesPerSecond),
        eta ? `${eta} left` : '',
        `${formatCount(counts.done)} of ${formatCount(counts.total)} files`,
        counts.failed > 0 ? `${counts.failed} failed` : '',
      ].filter((part) => part !== '')
      const files = event.moving.slice(0, MOST_LINES).map((moving) => fileLine(moving, columns()))
      const more = event.moving.length - files.length
      draw([...files, ...(more > 0 ? [dim(`  and ${more} more`)] : []), total.join(' · ')])
    },
  }
}

function fileLine(moving: MovingTransfer, width: number): string {
  const share = moving.sizeBytes === 0 ? 1 : moving.receivedBytes / moving.sizeBytes
  const filled = Math.round(share * BAR)
  const bar = `${'█'.repeat(filled)}${dim('░'.repeat(BAR - filled))}`
  const numbers = `${formatPercent(moving.receivedBytes, moving.sizeBytes).padStart(5)} ${formatRate(moving.bytesPerSecond).padStart(11)}`
  const room = Math.max(12, width - BAR - 22)
  return `${shorten(moving.path, room).padEnd(room)} ${bar} ${numbers}`
}

/** The end of a path says more than its start. */
function shorten(path: string, room: number): string {
  return path.length <= room ? path : `…${path.slice(path.length - room + 1)}`
}

function cut(line: string, width: number): string {
  const bare = stripVTControlCharacters(line)
  return bare.length <= width ? line : bare.slice(0, width)
}
