import { Failure } from '../model/failure.ts'
import type { ApiRequests } from './api-requests.ts'
import { assetRowShape, dandisetShape, pageOf } from './api-shapes.ts'
import { entryOf, keyOf } from './asset-metadata.ts'

/** A handful is enough: the newest dandiset may be embargoed or hold nothing that is addressed. */
const candidates = '5'

/**
 * The bucket's root as an asset's own address names it; null when no asset says it or the API
 * cannot be asked. Rejects only with the signal's reason.
 */
export async function learnBucket(api: ApiRequests, signal: AbortSignal): Promise<string | null> {
  const versions = await orNull(someVersions(api, signal), signal)
  for (const route of versions ?? []) {
    const root = await orNull(rootOf(api, route, signal), signal)
    if (root !== null) return root
  }
  return null
}

async function orNull<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | null> {
  try {
    return await promise
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof Failure) return null
    throw error
  }
}

async function rootOf(api: ApiRequests, route: string, signal: AbortSignal) {
  const url = api.url(`${route}assets/`, { page_size: '1', metadata: 'true' })
  const page = await api.get(url, 'one asset', pageOf(assetRowShape), signal)
  const row = page.results[0]
  const entry = row === undefined ? null : entryOf(row, row.metadata ?? {})
  return keyOf(entry?.contentUrl ?? null)?.root ?? null
}

async function someVersions(api: ApiRequests, signal: AbortSignal): Promise<readonly string[]> {
  const query = { page_size: candidates, ordering: '-modified', empty: 'false' }
  const url = api.url('dandisets/', query)
  const page = await api.get(url, 'some dandisets', pageOf(dandisetShape), signal)
  return page.results.map((dandiset) => {
    const version = dandiset.most_recent_published_version?.version ?? 'draft'
    return `dandisets/${dandiset.identifier}/versions/${version}/`
  })
}
