import { Failure } from '../model/failure.ts'
import { invalidAnswer } from '../net/document.ts'

/** One page of the API's lists. */
export interface Page<Row> {
  readonly count?: number | null | undefined
  readonly next?: string | null | undefined
  readonly results: readonly Row[]
}

export interface PageReader<Row> {
  /** Reads one page of the list. */
  readonly read: (url: string) => Promise<Page<Row>>
  readonly first: string
  /** How many pages are asked for at once when their number is known. */
  readonly atOnce: number
}

/** No list of the archive is near it; an endless one ends here at the latest. */
const mostPages = 100_000

/**
 * All pages of a list in order. The number of pages is taken from the first one's `count`; without
 * it `next` is followed. A `next` that leaves the list's address or was seen before, and a page that
 * is empty though another follows, are `remote.invalid`.
 */
export async function* readPages<Row>(reader: PageReader<Row>): AsyncGenerator<readonly Row[]> {
  const page = await reader.read(reader.first)
  yield page.results
  const count = page.count ?? null
  const isNumbered = count !== null && page.next != null && page.results.length > 0
  const pages = isNumbered ? Math.ceil(count / page.results.length) : 1
  let last = page
  if (pages > 1) {
    const urls = Array.from({ length: pages - 1 }, (_, index) => numbered(reader.first, index + 2))
    for await (const read of inOrder(urls, reader)) {
      last = read
      yield read.results
    }
  }
  yield* follow(last, reader, pages)
}

/** Pages after the one given, by their `next`. */
async function* follow<Row>(page: Page<Row>, reader: PageReader<Row>, read: number) {
  const seen = new Set<string>()
  let last = page
  for (let pages = read; last.next != null; pages += 1) {
    const next = sameList(last.next, reader.first)
    if (seen.has(next) || pages >= mostPages)
      throw strange(next, 'a last page', 'pages without end')
    if (last.results.length === 0) throw strange(next, 'rows', 'an empty page with a next one')
    seen.add(next)
    last = await reader.read(next)
    yield last.results
  }
}

/** Reads up to `atOnce` pages ahead and hands them out in order. */
async function* inOrder<Row>(urls: readonly string[], reader: PageReader<Row>) {
  const running: Promise<Page<Row>>[] = []
  const start = (url: string) => {
    const page = reader.read(url)
    // A later page may fail before its turn; its turn reports it.
    page.catch(() => {})
    running.push(page)
  }
  for (const url of urls) {
    start(url)
    if (running.length >= reader.atOnce) yield await (running.shift() as Promise<Page<Row>>)
  }
  for (const page of running) yield await page
}

function numbered(first: string, page: number): string {
  const url = new URL(first)
  url.searchParams.set('page', String(page))
  return url.href
}

/** The `next` address on our own origin: proxies make APIs forget their scheme, never their path. */
function sameList(next: string, first: string): string {
  const home = new URL(first)
  if (!URL.canParse(next, first)) throw strange(first, 'an address of the next page', next)
  const url = new URL(next, first)
  const isHome = url.host === home.host && url.pathname === home.pathname
  if (!isHome) throw strange(first, 'the next page of the list', url.origin + url.pathname)
  return home.origin + url.pathname + url.search
}

function strange(url: string, asked: string, came: string): Failure {
  const { details } = invalidAnswer(url, asked, came)
  return new Failure('remote.invalid', 'retry-later', details)
}

/** Sees to it that no key comes twice; a repeated page or an endless list ends here. */
export function onlyOnce(url: string, asked: string): (key: string) => void {
  const seen = new Set<string>()
  return (key) => {
    if (seen.has(key)) throw strange(url, asked, `${key} twice`)
    seen.add(key)
  }
}

/**
 * The same for lists of millions: a page must not share keys with the one before it nor begin as
 * any earlier one did. Only one page of keys is kept.
 */
export function freshPages(url: string, asked: string): (keys: readonly string[]) => void {
  const beginnings = new Set<string>()
  let before: ReadonlySet<string> = new Set()
  return (keys) => {
    const [first] = keys
    const again = keys.find((key) => before.has(key) || (key === first && beginnings.has(key)))
    const page = new Set(keys)
    if (again !== undefined) throw strange(url, asked, `${again} twice`)
    if (page.size < keys.length) throw strange(url, asked, 'a key twice on one page')
    if (first === undefined) return
    beginnings.add(first)
    before = page
  }
}

/** `remote.changed`: a list whose rows do not add up to its count was changed while it was read. */
export function assertComplete(url: string, count: number | null, came: number): void {
  if (count === null || count === came) return
  const details = { url, asked: `${count} assets`, came: `${came} assets` }
  throw new Failure('remote.changed', 'retry-later', details)
}
