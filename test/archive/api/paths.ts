import { jsonReply, type Reply } from '../call.ts'
import type { Site } from '../site.ts'
import { contentUrls } from '../tree/documents.ts'
import { type Node, nodeAt } from '../tree/folders.ts'
import { assetSize } from '../tree/measure.ts'
import type { Version } from '../tree/model.ts'
import { pagedReply } from './paging.ts'
import { dandisetPart, get, type Request, type Route, versionPart, withVersion } from './route.ts'

export const pathsRoutes: readonly Route[] = [
  get(`dandisets/${dandisetPart}/versions/${versionPart}/assets/paths/`, (request) =>
    withVersion(request, (_dandiset, version) => list(request, version)),
  ),
]

function list({ call, site }: Request, version: Version): Reply {
  const prefix = (call.query.get('path_prefix') ?? '').replace(/\/$/, '')
  const node = nodeAt(version, prefix)
  if (!node) return jsonReply(404, { detail: 'Specified path not found.' })
  const children = node.kind === 'folder' ? node.folder.children : []
  return pagedReply(call, site.urls.web, children, (child) => row(site, child))
}

// The number by which the server's database knows the version; any will do.
const versionNumber = 77

function row(site: Site, node: Node) {
  if (node.kind === 'folder') {
    const { path, assetCount, sizeBytes } = node.folder
    return {
      path,
      version: versionNumber,
      aggregate_files: assetCount,
      aggregate_size: sizeBytes,
      asset: null,
    }
  }
  return {
    path: node.asset.path,
    version: versionNumber,
    aggregate_files: 1,
    aggregate_size: assetSize(node.asset),
    asset: { asset_id: node.asset.id, url: contentUrls(node.asset, site.urls)[1] },
  }
}
