import { lazily } from './lazily.ts'

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** In a window no line ends between a number and its unit; texts of a terminal are searched and cut. */
const space = 'document' in globalThis ? '\u00a0' : ' '

/** SI units: 1 kB = 1000 B. One decimal below 100, none above, so that columns stay narrow. */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes)
  let unit = 0
  while (unit < units.length - 1 && value >= 999.5) {
    value /= 1000
    unit += 1
  }
  if (unit === 0) return `${Math.round(value)}${space}B`
  const decimals = value < 99.95 ? 1 : 0
  return `${value.toFixed(decimals)}${space}${units[unit]}`
}

export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`
}

/** Whole per cent, never 100 before all of it is there and never above. */
export function formatPercent(part: number, whole: number): string {
  return `${percent(part, whole)}${space}%`
}

export function percent(part: number, whole: number): number {
  if (whole <= 0) return 100
  const share = Math.floor((part / whole) * 100)
  return Math.min(100, Math.max(0, share))
}

const counts = lazily(() => new Intl.NumberFormat('en'))

export function formatCount(count: number): string {
  return counts().format(count)
}

const multipliers: Readonly<Record<string, number>> = {
  '': 1e6,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  k: 1e3,
  m: 1e6,
  g: 1e9,
  t: 1e12,
}

/** "2.5 MB", "800k" or "2.5" (MB) as bytes; null when it is none of these. */
export function parseBytes(text: string): number | null {
  const match = /^\s*(\d+(?:[.,]\d+)?)\s*([a-z]*?)(?:\/s)?\s*$/i.exec(text)
  const multiplier = multipliers[(match?.[2] ?? '?').toLowerCase()]
  if (!match?.[1] || multiplier === undefined) return null
  return Math.round(Number(match[1].replace(',', '.')) * multiplier)
}
