import { emptyReply, jsonReply, type Reply } from '../call.ts'
import { publish, publishProblem } from '../publish.ts'
import { versionDocument } from '../tree/documents.ts'
import { owns } from './account.ts'
import { forbidden, invalid, unauthorized } from './errors.ts'
import { pagedReply } from './paging.ts'
import {
  dandisetPart,
  get,
  post,
  type Request,
  type Route,
  versionPart,
  withDandiset,
  withVersion,
} from './route.ts'
import { versionRow } from './rows.ts'

export const versionRoutes: readonly Route[] = [
  get(`dandisets/${dandisetPart}/versions/`, list),
  get(`dandisets/${dandisetPart}/versions/${versionPart}/`, (request) =>
    withVersion(request, (dandiset, version) =>
      jsonReply(200, versionDocument(dandiset, version, request.site.urls)),
    ),
  ),
  get(`dandisets/${dandisetPart}/versions/${versionPart}/info/`, (request) =>
    withVersion(request, (dandiset, version) =>
      jsonReply(200, {
        ...versionRow(dandiset, version),
        asset_validation_errors: [],
        version_validation_errors: [],
        metadata: versionDocument(dandiset, version, request.site.urls),
        contact_person: dandiset.contact,
      }),
    ),
  ),
  post(`dandisets/${dandisetPart}/versions/${versionPart}/publish/`, publishDraft),
]

function list(request: Request): Reply {
  return withDandiset(request, request.args[0], (dandiset) => {
    const order = request.call.query.get('order') || 'created'
    if (order !== 'created' && order !== '-created') {
      const text = `Select a valid choice. ${order} is not one of the available choices.`
      return invalid('order', text)
    }
    const versions = [dandiset.draft, ...dandiset.releases].sort(
      (a, b) => Date.parse(a.created) - Date.parse(b.created),
    )
    const sorted = order === 'created' ? versions : versions.toReversed()
    return pagedReply(request.call, request.site.urls.web, sorted, (version) =>
      versionRow(dandiset, version),
    )
  })
}

/** For the owners alone; the answer comes before the version is there in the real archive. */
function publishDraft(request: Request): Reply {
  const { account, site, args } = request
  if (account.kind !== 'user') return unauthorized()
  return withVersion(request, (dandiset) => {
    if (!owns(account, dandiset)) return forbidden()
    if (args[1] !== 'draft') {
      return jsonReply(405, 'Only draft versions can be published.')
    }
    const problem = publishProblem(dandiset)
    if (problem) return jsonReply(problem.status, problem.body)
    publish(site.tree, dandiset, Date.now())
    return emptyReply(202)
  })
}
