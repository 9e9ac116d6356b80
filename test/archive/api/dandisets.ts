import { type Call, jsonReply, type Reply } from '../call.ts'
import { totalsOf } from '../tree/measure.ts'
import type { Dandiset, Version } from '../tree/model.ts'
import { latestRelease } from '../tree/tree.ts'
import { owns } from './account.ts'
import { forbidden, invalid, unauthorized, unauthorizedFlag } from './errors.ts'
import { pagedReply } from './paging.ts'
import { dandisetPart, flagOf, get, type Request, type Route, withDandiset } from './route.ts'
import { dandisetDetail, dandisetRow } from './rows.ts'
import { compileSearch } from './search-language.ts'

export const dandisetRoutes: readonly Route[] = [
  get('dandisets/', list),
  get('dandisets/search/', list),
  get(`dandisets/${dandisetPart}/`, (request) =>
    withDandiset(request, request.args[0], (it) => jsonReply(200, dandisetDetail(it))),
  ),
  get(`dandisets/${dandisetPart}/users/`, (request) =>
    withDandiset(request, request.args[0], (it) => jsonReply(200, it.owners)),
  ),
  get(`dandisets/${dandisetPart}/uploads/`, uploads),
]

const embargoText =
  'Authentication credentials must be provided when attempting to access embargoed dandisets'
const starredText = 'Must be authenticated to filter by starred dandisets.'

function list(request: Request): Reply {
  const { call, site, account } = request
  for (const name of ['draft', 'empty', 'embargoed', 'starred']) {
    if (flagOf(call, name, false) === undefined) return invalid(name, 'Must be a valid boolean.')
  }
  const isAnonymous = account.kind !== 'user'
  if (flagOf(call, 'embargoed', false) && isAnonymous) return unauthorizedFlag(embargoText)
  if (flagOf(call, 'starred', false) && isAnonymous) return unauthorizedFlag(starredText)
  const search = compileSearch(call.query.get('search') ?? '')
  if (search.kind === 'error') return jsonReply(400, { search: search.message })
  const rows = site.tree.dandisets
    .filter((dandiset) => isListed(request, dandiset))
    .filter(search.matches)
  return pagedReply(call, site.urls.web, ordered(call, rows), dandisetRow)
}

function isListed({ call, account }: Request, dandiset: Dandiset): boolean {
  if (dandiset.embargo !== 'OPEN') {
    if (!flagOf(call, 'embargoed', false) || !owns(account, dandiset)) return false
  }
  if (flagOf(call, 'starred', false)) return false
  if (call.query.get('user') === 'me' && !owns(account, dandiset)) return false
  if (!flagOf(call, 'draft', true) && dandiset.releases.length === 0) return false
  if (!flagOf(call, 'empty', true) && totalsOf(newest(dandiset)).assetCount === 0) return false
  return true
}

function newest(dandiset: Dandiset): Version {
  return latestRelease(dandiset) ?? dandiset.draft
}

const keys: Readonly<Record<string, (dandiset: Dandiset) => string | number>> = {
  id: (it) => it.id,
  name: (it) => newest(it).title.toLowerCase(),
  modified: (it) => Date.parse(it.draft.modified.get()),
  size: (it) => totalsOf(newest(it)).sizeBytes,
  stars: (it) => it.stars,
}

function ordered(call: Call, dandisets: readonly Dandiset[]): readonly Dandiset[] {
  const order = call.query.get('ordering') ?? ''
  const keyOf = keys[order.replace(/^-/, '')] ?? ((it: Dandiset) => Date.parse(it.created))
  const sign = order.startsWith('-') && order.slice(1) in keys ? -1 : 1
  return dandisets
    .map((dandiset) => ({ dandiset, key: keyOf(dandiset) }))
    .sort((a, b) => (a.key === b.key ? 0 : sign * (a.key < b.key ? -1 : 1)))
    .map(({ dandiset }) => dandiset)
}

function uploads(request: Request): Reply {
  return withDandiset(request, request.args[0], (dandiset) => {
    if (request.account.kind !== 'user') return unauthorized()
    if (!owns(request.account, dandiset)) return forbidden()
    return jsonReply(200, { count: 0, next: null, previous: null, results: [] })
  })
}
