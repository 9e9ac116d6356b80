import type { Content } from '../content/content.ts'
import { bytesContent } from '../content/content.ts'
import { yamlOf } from '../content/yaml.ts'
import type { Site } from '../site.ts'
import { memo } from '../tree/cell.ts'
import { assetDocument, versionDocument } from '../tree/documents.ts'
import type { Asset, Dandiset, Version } from '../tree/model.ts'

/** The files below `dandisets/{id}/{version}/`, in byte order. */
export const manifestNames: readonly string[] = [
  'assets.jsonld',
  'assets.yaml',
  'collection.jsonld',
  'dandiset.jsonld',
  'dandiset.yaml',
]

// Kept per listing, so a draft that changes gets new manifests.
const kept = memo((_assets: readonly Asset[]) => new Map<string, Content>())

export function manifestOf(
  site: Site,
  dandiset: Dandiset,
  version: Version,
  name: string,
): Content {
  const known = kept(version.assets.get())
  // The same listing may be the draft's and a release's.
  const id = `${version.name}/${name}`
  const old = known.get(id)
  if (old) return old
  const content = bytesContent(write(site, dandiset, version, name))
  known.set(id, content)
  return content
}

function write(site: Site, dandiset: Dandiset, version: Version, name: string): string | Buffer {
  const assets = version.assets.get()
  const documentOf = (asset: Asset) => assetDocument(asset, dandiset, site.urls)
  switch (name) {
    case 'assets.jsonld':
      return jsonArray(assets, documentOf)
    case 'assets.yaml':
      return assets.length === 0
        ? '[]\n'
        : Buffer.concat(assets.map((asset) => Buffer.from(yamlOf([documentOf(asset)]))))
    case 'collection.jsonld':
      return JSON.stringify({
        '@context': String(versionDocument(dandiset, version, site.urls)['@context']),
        id: `DANDI:${dandiset.id}/${version.name}`,
        '@type': 'prov:Collection',
        hasMember: assets.map((asset) => `dandiasset:${asset.id}`),
      })
    case 'dandiset.jsonld':
      return JSON.stringify(versionDocument(dandiset, version, site.urls))
    default:
      return yamlOf(versionDocument(dandiset, version, site.urls))
  }
}

// One string of all would pass the longest that the runtime allows.
function jsonArray(assets: readonly Asset[], documentOf: (asset: Asset) => unknown): Buffer {
  const pieces = [Buffer.from('[')]
  for (const [index, asset] of assets.entries()) {
    pieces.push(Buffer.from(`${index > 0 ? ',' : ''}${JSON.stringify(documentOf(asset))}`))
  }
  pieces.push(Buffer.from(']'))
  return Buffer.concat(pieces)
}
