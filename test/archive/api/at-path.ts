import type { Reply } from '../call.ts'
import { assetDocument } from '../tree/documents.ts'
import { type Node, nodeAt } from '../tree/folders.ts'
import type { Dandiset } from '../tree/model.ts'
import { versionOf } from '../tree/tree.ts'
import { refusal } from './account.ts'
import { forbidden, invalid, notFound } from './errors.ts'
import { pagedReply } from './paging.ts'
import { flagOf, get, type Request, type Route } from './route.ts'
import { assetRow } from './rows.ts'

export const atPathRoutes: readonly Route[] = [get('webdav/assets/atpath/', atPath)]

function atPath(request: Request): Reply {
  const { call, site, account } = request
  const id = call.query.get('dandiset_id') ?? ''
  const name = call.query.get('version_id') ?? ''
  if (id === '') return invalid('dandiset_id', 'This field is required.')
  if (name === '') return invalid('version_id', 'This field is required.')
  const dandiset = site.tree.dandiset(id)
  if (!dandiset) return notFound()
  if (refusal(account, dandiset)) return forbidden()
  const version = versionOf(dandiset, name)
  if (!version) return notFound()
  const path = call.query.get('path') ?? ''
  const node = nodeAt(version, path.replace(/\/$/, ''))
  if (!node) return notFound(`Folder or asset not found at ${path}`)
  if (node.kind === 'asset' && path.endsWith('/')) return notFound(`Folder not found at ${path}`)
  return pagedReply(call, site.urls.web, nodesToShow(request, node), (it) =>
    row(request, dandiset, it),
  )
}

function nodesToShow({ call }: Request, node: Node): readonly Node[] {
  const self = node.kind === 'folder' && node.folder.path === '' ? [] : [node]
  if (node.kind === 'asset' || !flagOf(call, 'children', false)) return self
  return [...self, ...node.folder.children]
}

function row({ call, site }: Request, dandiset: Dandiset, node: Node) {
  if (node.kind === 'folder') {
    const { path, assetCount, sizeBytes } = node.folder
    return { type: 'folder', resource: { path, total_assets: assetCount, total_size: sizeBytes } }
  }
  if (!flagOf(call, 'metadata', false)) return { type: 'asset', resource: assetRow(node.asset) }
  const metadata = assetDocument(node.asset, dandiset, site.urls)
  return { type: 'asset', resource: { ...assetRow(node.asset), metadata } }
}
