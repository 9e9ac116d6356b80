import type { VersionRow } from '../model/listing.ts'
import { aboutOf } from './about.ts'
import type { ApiRequests } from './api-requests.ts'
import { type ApiVersion, documentShape, pageOf, versionShape } from './api-shapes.ts'
import { readPages } from './asset-pages.ts'
import { createCatalogueLists } from './catalogue-lists.ts'
import type { SourceContext } from './context.ts'
import { timeOf } from './loose.ts'
import type { Catalog } from './source.ts'

/** The archive's catalogue and the metadata of versions. */
export function createApiCatalog(
  context: SourceContext,
  api: ApiRequests,
): Omit<Catalog, 'asset' | 'described'> {
  const metadata: Catalog['metadata'] = (dandisetId, version, signal) => {
    const route = `dandisets/${dandisetId}/versions/${encodeURIComponent(version)}/`
    return api.get(api.url(route), 'a version’s metadata', documentShape, signal)
  }
  return {
    versions: (dandisetId, signal) => versions(api, dandisetId, signal),
    metadata,
    about: async (dandisetId, version, signal) =>
      aboutOf(await metadata(dandisetId, version, signal)),
    ...createCatalogueLists(context, api),
  }
}

/** Newest first, the draft wherever its creation puts it. */
async function versions(api: ApiRequests, dandisetId: string, signal: AbortSignal) {
  const first = api.url(`dandisets/${dandisetId}/versions/`, {
    order: '-created',
    page_size: '1000',
  })
  const shape = pageOf(versionShape)
  const read = (url: string) => api.get(url, 'versions of a dandiset', shape, signal)
  const rows: VersionRow[] = []
  for await (const page of readPages({ read, first, atOnce: 1 }))
    rows.push(...page.map(versionRowOf))
  return rows
}

function versionRowOf(version: ApiVersion): VersionRow {
  return {
    version: version.version,
    assetCount: version.asset_count ?? 0,
    sizeBytes: version.size ?? 0,
    modifiedAt: timeOf(version.modified) ?? timeOf(version.created),
    status: version.status ?? '',
  }
}
