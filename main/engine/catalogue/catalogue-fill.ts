/** Reads an instance's catalogue: the list of dandisets, then the metadata of what is new in it. */
import type { ListedDandiset } from '../../model/catalogue-facts.ts'
import { Failure } from '../../model/failure.ts'
import type { DandisetListPage, DandisetListQuery } from '../../sources/source.ts'
import type { Undescribed } from '../../store/catalogue.ts'
import type { Context } from '../context.ts'
import { createRequestPace } from '../request-pace.ts'

export interface FillPorts {
  readonly context: Pick<Context, 'store' | 'sources' | 'clock' | 'log' | 'attention'>
  readonly instance: string
  readonly signal: AbortSignal
  /** Dandisets were kept; called after they are. */
  readonly changed: (ids: readonly string[]) => void
  /** The archive said how many there are. */
  readonly counted: (total: number) => void
}

/** Requests under way at once; the archive's own client uses five. */
const AT_ONCE = 4
/** Between the beginnings of two requests: at most eight a second, below the archive's 500 a minute. */
const GAP_MS = 125
const TRIES = 5
const FIRST_PAUSE_MS = 1000
/** A server that asks for a longer wait is left alone until somebody asks again. */
const LONGEST_PAUSE_MS = 120_000

type Ask = <T>(request: (signal: AbortSignal) => Promise<T>) => Promise<T>

/** Reads the whole list, and drops what it has no longer. Throws the `Failure` that ended it. */
export async function fillWhole(ports: FillPorts): Promise<void> {
  const { context, instance } = ports
  const { store, clock } = context
  const ask = createAsk(ports)
  const startedAt = clock.now()
  let seen = 0
  let total: number | null = null
  for await (const page of pagesOf(ports, ask, 'id')) {
    seen += page.rows.length
    total = page.total ?? total
    keep(ports, page.rows, startedAt)
  }
  // Fewer than there are: the list moved while it was read, and what is missing may still be there.
  if (total === null || seen >= total) {
    const gone = store.transact(() => store.catalogue.removeUnseen(instance, startedAt))
    if (gone > 0) ports.changed([])
  }
  store.transact(() => store.catalogue.describeAgain(instance))
  await describeAll(ports, ask)
}

/** Reads the list from its newest change to the first page without news. False when more must have changed. */
export async function fillChanged(ports: FillPorts): Promise<boolean> {
  const { context, instance } = ports
  const ask = createAsk(ports)
  const startedAt = context.clock.now()
  let total: number | null = null
  for await (const page of pagesOf(ports, ask, '-modified')) {
    total = page.total
    if (keep(ports, page.rows, startedAt).length === 0) break
  }
  if (total !== null && total !== context.store.catalogue.counts(instance).dandisets) return false
  await describeAll(ports, ask)
  return true
}

async function* pagesOf(
  { context, instance, counted }: FillPorts,
  ask: Ask,
  order: DandisetListQuery['order'],
): AsyncGenerator<DandisetListPage> {
  const catalog = context.sources.catalog(instance)
  for (let page = 1; ; page++) {
    const answer = await ask((signal) => catalog.dandisetList({ page, order }, signal))
    if (answer.total !== null) counted(answer.total)
    yield answer
    if (answer.isLast) return
  }
}

function keep(
  { context, instance, changed }: FillPorts,
  rows: readonly ListedDandiset[],
  seenAt: number,
): readonly string[] {
  const { store } = context
  const ids = store.transact(() => store.catalogue.list(instance, rows, seenAt))
  if (ids.length > 0) changed(ids)
  return ids
}

async function describeAll(ports: FillPorts, ask: Ask): Promise<void> {
  const waiting = ports.context.store.catalogue.undescribed(ports.instance).values()
  const failed = new AbortController()
  async function work(): Promise<void> {
    for (const which of waiting) {
      if (failed.signal.aborted) return
      await describeOne(ports, ask, which)
    }
  }
  const workers = Array.from({ length: AT_ONCE }, () =>
    work().catch((error: unknown) => {
      failed.abort()
      throw error
    }),
  )
  const ended = await Promise.allSettled(workers)
  for (const one of ended) if (one.status === 'rejected') throw one.reason
}

async function describeOne(ports: FillPorts, ask: Ask, which: Undescribed): Promise<void> {
  const { context, instance, changed } = ports
  const { store, sources, log } = context
  const { dandisetId, version } = which
  try {
    const found = await ask((signal) =>
      sources.catalog(instance).describeVersion(dandisetId, version, signal),
    )
    store.transact(() => store.catalogue.describe(instance, which, found))
  } catch (error) {
    if (!(error instanceof Failure) || !isOfThisOne(error)) throw error
    log.warn('catalogue', { instance, dandisetId, version, code: error.code })
    store.transact(() => store.catalogue.describe(instance, which, null))
  }
  changed([dandisetId])
}

/** The archive is there, but will not or cannot describe this very dandiset. */
function isOfThisOne({ code, details }: Failure): boolean {
  if (code === 'http.status') return details.status === 500
  return code.startsWith('remote.') || code.startsWith('auth.')
}

/** Asks in turn, and not while people wait for other answers; waits and asks again after passing failures, as long as the server wishes. */
function createAsk({ context, signal }: FillPorts): Ask {
  const pace = createRequestPace(context.clock, GAP_MS)
  return async (request) => {
    for (let attempt = 1; ; attempt++) {
      await context.attention.free(signal)
      await pace.turn(signal)
      try {
        return await request(signal)
      } catch (error) {
        signal.throwIfAborted()
        const pauseMs = pauseAfter(error, attempt)
        if (pauseMs === null || attempt >= TRIES) throw error
        pace.hold(pauseMs)
      }
    }
  }
}

/** Null when asking again is of no use now. */
function pauseAfter(error: unknown, attempt: number): number | null {
  if (!(error instanceof Failure)) return null
  if (error.remedy === 'retry-now') return 0
  if (error.remedy !== 'retry-later') return null
  const asked = error.details.retryAfterMs
  const pauseMs = Math.max(FIRST_PAUSE_MS * 2 ** (attempt - 1), Number(asked ?? 0))
  return pauseMs > LONGEST_PAUSE_MS ? null : pauseMs
}
