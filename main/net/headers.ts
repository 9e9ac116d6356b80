/** Reads single headers and the shape of bodies. Pure: clock and bytes are handed in. */

const hourMs = 3_600_000
/** A server that asks for more is taken to be mistaken. */
const longestRetryAfterMs = 2 * hourMs

export interface ContentRange {
  readonly firstByte: number
  /** Inclusive. */
  readonly lastByte: number
  /** Length of the whole resource; null when the server does not know. */
  readonly totalBytes: number | null
}

/** `bytes 0-9/100`; null for anything else, the unsatisfied form included. */
export function parseContentRange(value: string | undefined): ContentRange | null {
  const match = /^\s*bytes\s+(\d{1,16})-(\d{1,16})\/(\d{1,16}|\*)\s*$/i.exec(value ?? '')
  if (match === null) return null
  const firstByte = Number(match[1])
  const lastByte = Number(match[2])
  const totalBytes = match[3] === '*' ? null : Number(match[3])
  if (lastByte < firstByte) return null
  if (totalBytes !== null && lastByte >= totalBytes) return null
  return { firstByte, lastByte, totalBytes }
}

/** The total that a 416 states after its asterisk; null when it does not. */
export function parseUnsatisfiedRange(value: string | undefined): number | null {
  const match = /^\s*bytes\s+\*\/(\d{1,16})\s*$/i.exec(value ?? '')
  return match === null ? null : Number(match[1])
}

/** How long `Retry-After` asks to wait, ms, 0 to two hours; null when absent or unreadable. */
export function retryAfterMs(value: string | undefined, nowMs: number): number | null {
  const text = value?.trim() ?? ''
  if (text === '') return null
  const asked = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : dateMs(text) - nowMs
  if (Number.isNaN(asked)) return null
  return Math.min(Math.max(Math.round(asked), 0), longestRetryAfterMs)
}

/** HTTP dates only: `Date.parse` alone would take `-5` for a year. */
function dateMs(text: string): number {
  return /^[a-z]{3,9},? /i.test(text) ? Date.parse(text) : Number.NaN
}

/** An ETag without the weak mark and quotes; null when there is none. */
export function plainEtag(value: string | undefined): string | null {
  const plain = (value ?? '').trim().replace(/^W\//i, '').replaceAll('"', '')
  return plain === '' ? null : plain
}

/** Whether an answer is a web page, by its type or, when the type says nothing, by its first bytes. */
export function isHtml(contentType: string | undefined, bodyStart = ''): boolean {
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (type === 'text/html' || type === 'application/xhtml+xml') return true
  if (type !== '' && type !== 'text/plain' && type !== 'application/octet-stream') return false
  return /^\s*(<!--[\s\S]*?-->\s*)*(<!doctype html|<html[\s>])/i.test(bodyStart)
}
