import { jsonReply, type Reply } from '../call.ts'
import { versionDocument } from '../tree/documents.ts'
import { invalid } from './errors.ts'
import { pagedReply } from './paging.ts'
import {
  dandisetPart,
  get,
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
