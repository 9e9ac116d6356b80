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
  try {
    for (const route of await someVersions(api, signal)) {
      const url = api.url(`${route}assets/`, { page_size: '1', metadata: 'true' })
      const page = await api.get(url, 'one asset', pageOf(assetRowShape), signal)
      const row = page.results[0]
      const entry = row === undefined ? null : entryOf(row, row.metadata ?? {})
      const root = keyOf(entry?.contentUrl ?? null)?.root
      if (root !== undefined) return root
    }
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof Failure)) throw error
  }
  return null
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
