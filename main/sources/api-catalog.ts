import type { DandisetRow, VersionRow } from '../model/listing.ts'
import { aboutOf } from './about.ts'
import type { ApiRequests } from './api-requests.ts'
import { isEmbargoed } from './api-resolve.ts'
import {
  type ApiDandiset,
  type ApiVersion,
  dandisetShape,
  documentShape,
  pageOf,
  versionShape,
} from './api-shapes.ts'
import { readPages } from './asset-pages.ts'
import { createCatalogueLists } from './catalogue-lists.ts'
import type { SourceContext } from './context.ts'
import { timeOf } from './loose.ts'
import { readOwnToo } from './own-too.ts'
import type { Catalog, DandisetPage, DandisetQuery } from './source.ts'

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
    dandisets: (query, signal) => dandisets(context, api, query, signal),
    versions: (dandisetId, signal) => versions(api, dandisetId, signal),
    metadata,
    about: async (dandisetId, version, signal) =>
      aboutOf(await metadata(dandisetId, version, signal)),
    ...createCatalogueLists(context, api),
  }
}

async function dandisets(
  context: SourceContext,
  api: ApiRequests,
  query: DandisetQuery,
  signal: AbortSignal,
): Promise<DandisetPage> {
  const read = async (embargoedToo: boolean) => {
    const url = api.url('dandisets/', queryOf(query, embargoedToo))
    return api.get(url, 'a page of dandisets', pageOf(dandisetShape), signal)
  }
  const page = await ((await context.token()) === null ? read(false) : readOwnToo(read))
  return { rows: page.results.map(rowOf), total: page.count ?? page.results.length }
}

function queryOf(query: DandisetQuery, embargoedToo: boolean): Record<string, string> {
  const search = query.search.trim()
  return {
    page: String(query.page),
    page_size: String(query.pageSize),
    ordering: query.order,
    draft: String(query.draftsToo),
    ...(search !== '' && { search }),
    ...(embargoedToo && { embargoed: 'true' }),
  }
}

function rowOf(dandiset: ApiDandiset): DandisetRow {
  const version = dandiset.most_recent_published_version ?? dandiset.draft_version ?? null
  return {
    id: dandiset.identifier,
    title: version?.name ?? '',
    contact: dandiset.contact_person ?? '',
    embargoed: isEmbargoed(dandiset),
    version: version?.version ?? 'draft',
    assetCount: version?.asset_count ?? 0,
    sizeBytes: version?.size ?? 0,
    modifiedAt: timeOf(version?.modified) ?? timeOf(dandiset.modified),
    stars: dandiset.star_count ?? 0,
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
