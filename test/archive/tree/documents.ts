import type { Urls } from '../site.ts'
import { assetSize, digestsOf } from './measure.ts'
import type { Asset, Dandiset, Json, Version } from './model.ts'

/** Name of the key that says which parts of a document the local archive made itself. */
export const markerKey = 'localArchive'

const context = 'https://raw.githubusercontent.com/dandi/schema/master/releases/0.7.0/context.json'

/** The metadata of an asset: the uploader's facts under what a server lays over them. */
export function assetDocument(asset: Asset, dandiset: Dandiset, urls: Urls): Json {
  const access = {
    schemaKey: 'AccessRequirements',
    status: dandiset.embargo === 'OPEN' ? 'dandi:OpenAccess' : 'dandi:EmbargoedAccess',
  }
  return {
    '@context': context,
    schemaKey: 'Asset',
    schemaVersion: '0.7.0',
    ...asset.facts(),
    id: `dandiasset:${asset.id}`,
    identifier: asset.id,
    path: asset.path,
    access: [access],
    contentSize: assetSize(asset),
    contentUrl: contentUrls(asset, urls),
    digest: digestsOf(asset),
    ...(asset.data.kind === 'zarr' ? { encodingFormat: 'application/x-zarr' } : {}),
    ...(asset.published ? publication(asset.published) : {}),
    ...(asset.marker ? { [markerKey]: asset.marker } : {}),
  }
}

/** First the API's, then the bucket's. */
export function contentUrls(asset: Asset, urls: Urls): readonly [string, string] {
  const key =
    asset.data.kind === 'blob' ? blobKey(asset.data.blob.id) : `zarr/${asset.data.zarr.id}/`
  return [`${urls.api}/assets/${asset.id}/download/`, `${urls.s3}/${key}`]
}

export function blobKey(id: string): string {
  return `blobs/${id.slice(0, 3)}/${id.slice(3, 6)}/${id}`
}

/** The metadata of a version, with this archive's addresses. */
export function versionDocument(dandiset: Dandiset, version: Version, urls: Urls): Json {
  const manifest =
    version.name === 'draft'
      ? `${urls.api}/dandisets/${dandiset.id}/versions/draft/assets/`
      : `${urls.s3}/dandisets/${dandiset.id}/${version.name}/assets.yaml`
  return {
    '@context': context,
    schemaKey: 'Dandiset',
    schemaVersion: '0.7.0',
    ...version.facts(),
    id: `DANDI:${dandiset.id}/${version.name}`,
    identifier: `DANDI:${dandiset.id}`,
    version: version.name,
    manifestLocation: [manifest],
  }
}

/** The keys that publication adds to a document. */
export function publication(time: string): Json {
  return {
    datePublished: time,
    publishedBy: {
      id: 'urn:uuid:6f0e2b8e-4a5b-4b8f-9a54-0f6f6d3f6d11',
      name: 'DANDI publish',
      startDate: time,
      endDate: time,
      schemaKey: 'PublishActivity',
      wasAssociatedWith: [
        {
          id: 'urn:uuid:1b1f2a5e-0a57-4d52-8f0c-1c9c6b4a2f10',
          identifier: 'RRID:SCR_017571',
          name: 'DANDI API',
          version: '0.1.0',
          schemaKey: 'Software',
        },
      ],
    },
  }
}
