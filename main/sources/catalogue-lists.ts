/** What the kept catalogue is made from. The keeper paces these requests, so none is tried again here. */
import type { ListedDandiset, ListedVersion } from '../model/catalogue-facts.ts'
import { Failure } from '../model/failure.ts'
import type { ApiRequests } from './api-requests.ts'
import { isEmbargoed } from './api-resolve.ts'
import {
  type ApiDandiset,
  type ApiVersion,
  dandisetShape,
  documentShape,
  pageOf,
} from './api-shapes.ts'
import type { SourceContext } from './context.ts'
import { describeVersion } from './describe-version.ts'
import { timeOf } from './loose.ts'
import type { Catalog } from './source.ts'

const LIST_PAGE = 200
const SEARCH_PAGE = 1000
/** Beyond this many pages a list has no end. */
const MOST_PAGES = 1000

const listShape = pageOf(dandisetShape)

export function createCatalogueLists(
  context: SourceContext,
  api: ApiRequests,
): Pick<Catalog, 'dandisetList' | 'describeVersion' | 'search'> {
  async function read(query: Readonly<Record<string, string>>, signal: AbortSignal) {
    const ask = (embargoedToo: boolean) => {
      const asked = { ...query, ...(embargoedToo && { embargoed: 'true' }) }
      return api.getOnce(api.url('dandisets/', asked), 'a page of dandisets', listShape, signal)
    }
    return (await context.token()) === null ? ask(false) : readOwnToo(ask)
  }

  return {
    async dandisetList({ page, order }, signal) {
      const query = { page: String(page), page_size: String(LIST_PAGE), ordering: order }
      const { results, count, next } = await read(query, signal)
      const isLast = (next ?? null) === null || page >= MOST_PAGES
      return { rows: results.map(listedOf), total: count ?? null, isLast }
    },
    async describeVersion(dandisetId, version, signal) {
      const route = `dandisets/${dandisetId}/versions/${encodeURIComponent(version)}/`
      const url = api.url(route)
      return describeVersion(await api.getOnce(url, 'a version’s metadata', documentShape, signal))
    },
    async search(text, signal) {
      const ids: string[] = []
      for (let page = 1; page <= MOST_PAGES; page++) {
        const query = { search: text, page: String(page), page_size: String(SEARCH_PAGE) }
        const { results, next } = await read(query, signal)
        ids.push(...results.map(({ identifier }) => identifier))
        if ((next ?? null) === null) break
      }
      return ids
    },
  }
}

/** One's own embargoed dandisets are listed only for a good key; a bad one must not hide the rest. */
async function readOwnToo<T>(read: (embargoedToo: boolean) => Promise<T>): Promise<T> {
  try {
    return await read(true)
  } catch (error) {
    if (!(error instanceof Failure) || !error.code.startsWith('auth.')) throw error
    return read(false)
  }
}

function listedOf(dandiset: ApiDandiset): ListedDandiset {
  const { most_recent_published_version: published, draft_version: draft } = dandiset
  return {
    id: dandiset.identifier,
    embargoed: isEmbargoed(dandiset),
    contact: dandiset.contact_person ?? '',
    createdAt: timeOf(dandiset.created),
    modifiedAt: timeOf(dandiset.modified),
    stars: dandiset.star_count ?? 0,
    published: published ? versionOf(published) : null,
    draft: draft ? versionOf(draft) : null,
  }
}

function versionOf(version: ApiVersion): ListedVersion {
  return {
    version: version.version,
    title: version.name ?? '',
    files: version.asset_count ?? 0,
    sizeBytes: version.size ?? 0,
    status: version.status ?? '',
    createdAt: timeOf(version.created),
    modifiedAt: timeOf(version.modified),
  }
}
