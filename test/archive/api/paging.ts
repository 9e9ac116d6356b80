import { type Call, jsonReply, type Reply } from '../call.ts'

const defaultPageSize = 100
const maxPageSize = 1000

export interface Page {
  readonly number: number
  readonly size: number
}

/** `page` and `page_size` of a request; `lastOf` resolves the word `last`. */
function pageOf(call: Call, total: number): Page | undefined {
  const size = pageSizeOf(call)
  const asked = call.query.get('page') ?? '1'
  const last = Math.max(1, Math.ceil(total / size))
  if (asked === 'last') return { number: last, size }
  if (!/^\d+$/.test(asked) || Number(asked) < 1) return undefined
  return { number: Number(asked), size }
}

/** Ordinary paging: the count on every page, 404 beyond the last. */
export function pagedReply<T>(
  call: Call,
  origin: string,
  items: readonly T[],
  rowOf: (item: T) => unknown,
): Reply {
  const page = pageOf(call, items.length)
  const last = page ? Math.max(1, Math.ceil(items.length / page.size)) : 0
  if (!page || page.number > last) return jsonReply(404, { detail: 'Invalid page.' })
  const start = (page.number - 1) * page.size
  return jsonReply(200, {
    count: items.length,
    next: page.number < last ? pageUrl(call, origin, page.number + 1) : null,
    previous: page.number > 1 ? pageUrl(call, origin, page.number - 1) : null,
    results: items.slice(start, start + page.size).map(rowOf),
  })
}

/** The paging of asset lists: a count on page 1 only, empty pages beyond the last. */
export function lazyPagedReply<T>(
  call: Call,
  origin: string,
  items: readonly T[],
  rowOf: (item: T) => unknown,
): Reply {
  const page = pageOf(call, items.length)
  if (!page) return jsonReply(404, { detail: 'Invalid page.' })
  const window = windowOf(call, page, items.length)
  return jsonReply(200, {
    count: page.number === 1 ? items.length : null,
    next: window.hasNext ? pageUrl(call, origin, page.number + 1) : null,
    previous: page.number > 1 ? pageUrl(call, origin, page.number - 1) : null,
    results: items.slice(window.start, window.end).map(rowOf),
  })
}

interface Window {
  readonly start: number
  readonly end: number
  readonly hasNext: boolean
}

function windowOf(call: Call, page: Page, total: number): Window {
  const start = (page.number - 1) * page.size
  const end = start + page.size
  if (call.quirk === 'endless') {
    const pages = Math.max(1, Math.ceil(total / page.size))
    const within = ((page.number - 1) % pages) * page.size
    return { start: within, end: within + page.size, hasNext: true }
  }
  if (call.quirk === 'shifting' && page.number > 1) {
    return { start: start + 1, end: end + 1, hasNext: end + 1 < total }
  }
  if (call.quirk === 'duplicate' && page.number > 1) {
    const overlap = Math.min(10, Math.ceil(page.size / 2))
    return { start: start - overlap, end, hasNext: end < total }
  }
  return { start, end, hasNext: end < total }
}

function pageSizeOf(call: Call): number {
  const asked = call.query.get('page_size') ?? ''
  const size = /^\d+$/.test(asked) ? Number(asked) : 0
  return size === 0 ? defaultPageSize : Math.min(size, maxPageSize)
}

function pageUrl(call: Call, origin: string, page: number): string {
  const query = new URLSearchParams(call.query)
  if (page === 1) query.delete('page')
  else query.set('page', String(page))
  const text = query.toString()
  return text === '' ? `${origin}${call.path}` : `${origin}${call.path}?${text}`
}
