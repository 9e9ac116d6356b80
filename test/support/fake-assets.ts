import type { AssetDetail, FactGroup } from '../../main/model/asset-detail.ts'
import type { Snapshot } from '../../main/model/entry.ts'
import { Failure, recordOf } from '../../main/model/failure.ts'
import type { ZarrNode } from '../../main/model/zarr-tree.ts'
import type { Handlers } from '../../preload/contract.ts'
import type { assetsRequests } from '../../preload/requests/assets.ts'
import { sampleEntry } from './sample-data.ts'

/** Answers about one asset: `offline` has only what was listed, with `zarr` each is a Zarr. */
export function fakeAssets(
  snapshotOf: (snapshotId: number) => Snapshot,
  { offline, zarr }: { readonly offline: boolean; readonly zarr: boolean },
): Pick<Handlers, keyof typeof assetsRequests> {
  return {
    'asset.detail': ({ snapshotId, path }) => detailOf(snapshotOf(snapshotId), path, zarr),
    'asset.metadata': () => {
      if (offline)
        throw new Failure('net.unreachable', 'retry-later', { host: 'api.dandiarchive.org' })
      return document
    },
    'asset.place': ({ source }) => ({
      source,
      url:
        source === 'webdav'
          ? null
          : 'https://dandiarchive.s3.amazonaws.com/blobs/1f2/3a4/1f23a4b5-6789-4abc-9def-0123456789ab',
      failure:
        source === 'webdav' || offline
          ? recordOf(new Failure('net.timeout', 'retry-later', { host: 'webdav.dandiarchive.org' }))
          : null,
    }),
    'zarr.open': () => ({ state: 'ready', treeId: 1, entries: 4049, sizeBytes: 1_203_499_123 }),
    'zarr.children': ({ folder }) => {
      const rows = insideOf(folder)
      return { rows, total: rows.length }
    },
    'zarr.part': ({ keep }) => ({
      entries: keep.length * 12,
      sizeBytes: keep.length * 3_100_000,
      of: 4049,
    }),
    'asset.versions': () => [
      { version: '0.230629.1955', state: 'same', sizeBytes: 1.2e9 },
      { version: '0.210831.2033', state: 'other', sizeBytes: 1.1e9 },
      { version: '0.210812.1448', state: 'absent', sizeBytes: null },
    ],
  }
}

function insideOf(folder: string): readonly ZarrNode[] {
  if (folder === 'labels/') return [nodeOf('labels/nuclei/', 'group', 64)]
  if (folder !== '') return []
  const levels = [0, 1, 2, 3].map((level) => {
    const array = {
      shape: [1, 1, 2048 >> level, 9216 >> level, 7168 >> level],
      chunks: [1, 1, 64, 128, 128],
      dtype: 'uint16',
      axes: ['t', 'c', 'z', 'y', 'x'],
      level,
      scale: [1, 1, 2.5 * 2 ** level, 1.25 * 2 ** level, 1.25 * 2 ** level],
    }
    return { ...nodeOf(`${level}/`, 'array', 3400 >> (2 * level)), array }
  })
  return [
    ...levels,
    nodeOf('labels/', 'group', 65),
    nodeOf('.zattrs', 'file', 1),
    nodeOf('.zgroup', 'file', 1),
  ]
}

function nodeOf(path: string, kind: ZarrNode['kind'], entries: number): ZarrNode {
  const name = path.replace(/\/$/, '').split('/').at(-1) ?? ''
  const sizeBytes = kind === 'file' ? 1200 : entries * 310_000
  return { path, name, kind, entries, sizeBytes, array: null }
}

const subject: FactGroup = {
  kind: 'subject',
  facts: [
    { key: 'identifier', values: ['M001'] },
    { key: 'species', values: ['Mus musculus - House mouse'] },
    { key: 'sex', values: ['Female'] },
    { key: 'age', values: ['P72D'] },
    { key: 'genotype', values: ['Cux2-CreERT2;Camk2a-tTA;Ai93'] },
  ],
}

const document: readonly FactGroup[] = [
  subject,
  {
    kind: 'session',
    facts: [
      { key: 'name', values: ['2021-00006'] },
      { key: 'startDate', values: ['2021-03-11T09:26:53+00:00'] },
    ],
  },
  {
    kind: 'study',
    facts: [
      { key: 'approach', values: ['electrophysiological approach'] },
      { key: 'measurementTechnique', values: ['spike sorting technique', 'surgical technique'] },
      { key: 'variableMeasured', values: ['ElectricalSeries', 'Units', 'LFP'] },
    ],
  },
  {
    kind: 'file',
    facts: [
      { key: 'contentSize', values: ['1203499123'] },
      { key: 'encodingFormat', values: ['application/x-nwb'] },
      { key: 'blobDateModified', values: ['2021-08-31T20:33:00+00:00'] },
    ],
  },
  {
    kind: 'origin',
    facts: [{ key: 'Metadata generation', values: ['DANDI Command Line Interface 0.46.6'] }],
  },
  { kind: 'other', facts: [{ key: 'schemaVersion', values: ['0.6.4'] }] },
]

function detailOf(snapshot: Snapshot, path: string, zarr: boolean): AssetDetail {
  const { instance, dandisetId, version } = snapshot
  const assetId = '0eab806c-c5c3-4d01-bd7c-15e328a7e923'
  const download = `https://api.dandiarchive.org/api/assets/${assetId}/download/`
  return {
    snapshot,
    entry: sampleEntry({
      path,
      sizeBytes: 1_203_499_123,
      assetId,
      kind: zarr ? 'zarr' : 'blob',
    }),
    facts: [subject, { kind: 'file', facts: [{ key: 'contentSize', values: ['1203499123'] }] }],
    digests: [
      { name: 'dandi-etag', value: '6ec084ca9d3be17ec194a8f700d65344-18' },
      {
        name: 'sha256',
        value: '1a765509384ea96b7b12136353d9c5b94f23d764ad0431e049197f7875eb352c',
      },
    ],
    copies: [
      { instance, dandisetId, version: '0.230629.1955', path },
      { instance, dandisetId: '000026', version, path: 'raw data/sub-M001_ses-2_ecephys.nwb' },
    ],
    links: {
      download,
      web: `https://dandiarchive.org/dandiset/${dandisetId}/${version}/files?location=sub-M001`,
      neurosift:
        path.endsWith('.nwb') && !zarr
          ? `https://neurosift.app/?p=/nwb&url=${encodeURIComponent(download)}`
          : null,
    },
    sources: ['s3', 'api', 'webdav'],
  }
}
