/** Metadata of a version's assets, page by page, for listings that came without. */
import type { Entry, Pick } from '../model/entry.ts'
import { Failure } from '../model/failure.ts'
import type { ApiRequests } from './api-requests.ts'
import { type ApiAssetRow, assetRowShape, pageOf } from './api-shapes.ts'

export interface Completion {
  readonly api: ApiRequests
  /** Pages that were read before. */
  readonly after: number
  readonly signal: AbortSignal
  /** Address of a page, 1-based. */
  url(page: number): string
  entryOf(row: ApiAssetRow): Entry
}

/** No version of the archive is near it; an endless list ends here at the latest. */
const mostPages = 100_000

/** One page at a time: nobody waits for all of them, and others use the archive too. */
export async function* completionPages(asked: Completion): AsyncGenerator<readonly Entry[]> {
  const shape = pageOf(assetRowShape)
  for (let page = asked.after + 1; page <= mostPages; page++) {
    const url = asked.url(page)
    const read = asked.api.get(url, 'a page of metadata', shape, asked.signal)
    const { results, next } = await (page === 1 ? read : orEnd(read))
    yield results.filter((row) => row.metadata != null).map(asked.entryOf)
    if (next == null || results.length === 0) return
  }
}

/** A page behind the last one is none: the version became shorter since its pages were counted. */
async function orEnd<T>(read: Promise<T>): Promise<T | { results: readonly never[]; next: null }> {
  try {
    return await read
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'remote.not-found') throw error
    return { results: [], next: null }
  }
}

/** Picks whose assets a list of paths can cover. */
export function isListed(pick: Pick): boolean {
  return ['dandiset', 'folder', 'item', 'prefix', 'glob'].includes(pick.kind)
}
