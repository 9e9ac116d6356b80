import { etagOf } from '../content/digest.ts'
import { contentUrls } from '../tree/documents.ts'
import { type Folder, type Node, nameOf, nodeAt } from '../tree/folders.ts'
import { assetSize } from '../tree/measure.ts'
import type { Asset } from '../tree/model.ts'
import { missing, type Outcome } from './outcome.ts'
import { type Place, versionUrl, yamlResource } from './place.ts'
import { collection, encodingOfFacts, noChildren, type Resource } from './resource.ts'
import { childrenOfZarr, resourceInZarr, type ZarrPlace } from './zarr-tree.ts'

/** What is below a version, other than its metadata file. */
export function childrenOfVersion(place: Place): readonly Resource[] {
  const root = nodeAt(place.version, '')
  return root?.kind === 'folder' ? childrenOfFolder(place, root.folder) : []
}

/** Where a path in a version leads: an asset, a folder, or into a Zarr. */
export function resourceInVersion(place: Place, components: readonly string[]): Outcome {
  if (components.length === 1 && components[0] === 'dandiset.yaml') {
    return { kind: 'found', resource: yamlResource(place) }
  }
  for (const [index, name] of components.slice(0, -1).entries()) {
    if (!/.\.(zarr|ngff)$/.test(name)) continue
    const node = nodeAt(place.version, components.slice(0, index + 1).join('/'))
    if (!node) return missing
    if (node.kind === 'folder') continue
    const zarr = zarrPlace(place, node.asset)
    return zarr ? resourceInZarr(zarr, components.slice(index + 1).join('/')) : missing
  }
  const node = nodeAt(place.version, components.join('/'))
  return node ? { kind: 'found', resource: resourceOf(place, node) } : missing
}

function zarrPlace(place: Place, asset: Asset): ZarrPlace | undefined {
  if (asset.data.kind !== 'zarr') return undefined
  return { site: place.site, zarr: asset.data.zarr, base: `${place.base}${asset.path}/` }
}

function childrenOfFolder(place: Place, folder: Folder): readonly Resource[] {
  return folder.children
    .filter((node) => node.kind === 'folder' || node.asset.path !== 'dandiset.yaml')
    .map((node) => resourceOf(place, node))
}

function resourceOf(place: Place, node: Node): Resource {
  if (node.kind === 'asset') return assetResource(place, node.asset)
  return collection(`${place.base}${node.folder.path}/`, {
    type: 'Directory',
    children: () => childrenOfFolder(place, node.folder),
  })
}

function assetResource(place: Place, asset: Asset): Resource {
  const zarr = zarrPlace(place, asset)
  const common = {
    created: asset.created,
    modified: asset.modified,
    sizeBytes: () => assetSize(asset),
    metadataUrl: `${versionUrl(place)}assets/${asset.id}/`,
  }
  if (zarr) {
    const children = () => childrenOfZarr(zarr, '')
    return collection(zarr.base, { ...common, type: 'Zarr asset', children })
  }
  const [apiUrl, s3Url] = contentUrls(asset, place.site.urls)
  return {
    ...common,
    path: `${place.base}${asset.path}`,
    name: nameOf(asset.path),
    isCollection: false,
    type: 'Blob asset',
    contentType: encodingOfFacts(asset.facts()),
    etag: () => (asset.data.kind === 'blob' ? etagOf(asset.data.blob.content) : ''),
    location: place.site.settings.webdavRedirect === 's3' ? s3Url : apiUrl,
    rowUrl: apiUrl,
    children: noChildren,
  }
}
