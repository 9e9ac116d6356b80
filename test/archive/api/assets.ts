import { type Call, emptyReply, htmlReply, jsonReply, type Reply } from '../call.ts'
import { presignedUrl } from '../s3/presign.ts'
import { assetDocument, blobKey } from '../tree/documents.ts'
import { assetsByPath, assetsInPathOrder, nameOf } from '../tree/folders.ts'
import type { Asset, Dandiset, Version } from '../tree/model.ts'
import { refusal } from './account.ts'
import { invalid, notFound } from './errors.ts'
import { lazyPagedReply } from './paging.ts'
import {
  dandisetPart,
  flagOf,
  get,
  type Request,
  type Route,
  uuidPart,
  versionPart,
  withVersion,
} from './route.ts'
import { assetRow } from './rows.ts'

const nested = `dandisets/${dandisetPart}/versions/${versionPart}/assets`
const orders = ['created', '-created', 'modified', '-modified', 'path', '-path']

/** The message for a Zarr, which has no single file to download. */
const zarrDownloadText =
  'Unable to provide download link for zarr assets. Please browse the zarr files directly to do so.'

export const assetRoutes: readonly Route[] = [
  get(`${nested}/`, (request) =>
    withVersion(request, (dandiset, version) => list(request, dandiset, version)),
  ),
  get(`${nested}/${uuidPart}/`, (request) => inVersion(request, document)),
  get(`${nested}/${uuidPart}/info/`, (request) => inVersion(request, info)),
  get(`${nested}/${uuidPart}/download/`, (request) => inVersion(request, download)),
  get(`${nested}/${uuidPart}/validation/`, (request) =>
    inVersion(request, () => jsonReply(200, { status: 'Valid', validation_errors: [] })),
  ),
  get(`assets/${uuidPart}/`, (request) => anywhere(request, document)),
  get(`assets/${uuidPart}/info/`, (request) => anywhere(request, info)),
  get(`assets/${uuidPart}/download/`, (request) => anywhere(request, download)),
]

type Use = (request: Request, asset: Asset, dandiset: Dandiset) => Reply

function inVersion(request: Request, use: Use): Reply {
  return withVersion(request, (dandiset, version) => {
    const found = version.assets.get().find((asset) => asset.id === request.args[2])
    return found ? use(request, found, dandiset) : notFound()
  })
}

function anywhere(request: Request, use: Use): Reply {
  const found = request.site.tree.asset(request.args[0] ?? '')
  if (!found) return notFound()
  return refusal(request.account, found.dandiset) ?? use(request, found.asset, found.dandiset)
}

function document({ site }: Request, asset: Asset, dandiset: Dandiset): Reply {
  return jsonReply(200, assetDocument(asset, dandiset, site.urls))
}

function info({ site }: Request, asset: Asset, dandiset: Dandiset): Reply {
  const metadata = assetDocument(asset, dandiset, site.urls)
  return jsonReply(200, { ...assetRow(asset), metadata })
}

function download({ call, site }: Request, asset: Asset): Reply {
  const disposition = call.query.get('content_disposition') ?? 'attachment'
  if (asset.data.kind === 'zarr') return jsonReply(400, zarrDownloadText)
  if (disposition !== 'attachment' && disposition !== 'inline') {
    return invalid('content_disposition', `"${disposition}" is not a valid choice.`)
  }
  const name = nameOf(asset.path)
  const type = String(asset.facts().encodingFormat ?? 'application/octet-stream')
  const isInline = disposition === 'inline'
  const url = presignedUrl(site, 'GET', blobKey(asset.data.blob.id), {
    'response-content-disposition': `${disposition}; filename="${name}"`,
    ...(isInline ? { 'response-content-type': type } : {}),
  })
  if (isInline && type.startsWith('video/')) return htmlReply(200, videoPage(url, type))
  return emptyReply(302, { Location: url })
}

function videoPage(url: string, type: string): string {
  const source = `<source src="${url.replaceAll('&', '&amp;')}" type="${type}">`
  return `<video id="video" controls>${source}</video>\n`
}

function list(request: Request, dandiset: Dandiset, version: Version): Reply {
  const { call, site } = request
  const withMetadata = flagOf(call, 'metadata', false)
  if (withMetadata === undefined) return invalid('metadata', 'Must be a valid boolean.')
  const onlyZarr = flagOf(call, 'zarr', false)
  if (onlyZarr === undefined) return invalid('zarr', 'Must be a valid boolean.')
  const order = call.query.get('order') || 'created'
  if (!orders.includes(order)) {
    const message = `Select a valid choice. ${order} is not one of the available choices.`
    return invalid('order', message)
  }
  const wanted = filtered(call, version).filter((it) => !onlyZarr || it.data.kind === 'zarr')
  return lazyPagedReply(call, site.urls.web, ordered(wanted, order), (asset) =>
    withMetadata
      ? { ...assetRow(asset), metadata: assetDocument(asset, dandiset, site.urls) }
      : assetRow(asset),
  )
}

function filtered(call: Call, version: Version): readonly Asset[] {
  const all = version.assets.get()
  const path = call.query.get('path') ?? ''
  const glob = call.query.get('glob') ?? ''
  let found = all
  if (path !== '') {
    const exact = assetsByPath(all).get(path)
    const start = path.toLowerCase()
    found = exact ? [exact] : all.filter((it) => it.path.toLowerCase().startsWith(start))
  }
  if (glob === '') return found
  const pattern = globPattern(glob)
  return found.filter((asset) => pattern.test(asset.path))
}

// Only the star is special, and it crosses slashes.
function globPattern(glob: string): RegExp {
  const source = glob.split('*').map(escaped).join('.*')
  return new RegExp(`^${source}$`, 'is')
}

function ordered(assets: readonly Asset[], order: string): readonly Asset[] {
  const field = order.replace('-', '')
  const sorted = sortedBy(field, assets)
  return order.startsWith('-') ? sorted.toReversed() : sorted
}

function sortedBy(field: string, assets: readonly Asset[]): readonly Asset[] {
  if (field === 'path') return assetsInPathOrder(assets)
  if (field === 'created') return assets
  return [...assets].sort((a, b) => Date.parse(a.modified) - Date.parse(b.modified))
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
