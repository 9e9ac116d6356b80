import type { Snapshot } from '../../main/model/entry.ts'
import type { OpenVersion, ToldAbout, TreeRow } from '../../main/model/listing.ts'
import { chooserOf } from '../../main/model/sample.ts'
import { filterPredicate, type Selection } from '../../main/model/selection.ts'
import type { Handlers } from '../../preload/contract.ts'
import * as fake from './fake-data.ts'
import { filesHandlers } from './fake-files.ts'
import { type FakeFile, longList, longListFiles, smallList, wideList } from './fake-listing.ts'

/** Versions with their lists of files; of one the list is still on its way, if that is wished. */
export function fakeVersions(wish: URLSearchParams) {
  const asked = wish.get('state') ?? ''
  const describing = wish.has('describing')
  let arrived = wish.has('listing') ? 4200 : longListFiles
  const isArriving = () => arrived < longListFiles
  const listOf = (snapshotId: number) => {
    if (snapshotId === 26) return longList().slice(0, arrived)
    return snapshotId === 45 ? wideList() : smallList()
  }
  const openOf = (dandisetId: string, version: string | null): OpenVersion => {
    const snapshotId = snapshotIds[dandisetId] ?? 23
    const entries = listOf(snapshotId).length
    return {
      snapshotId,
      snapshot: snapshotOf(dandisetId, version, entries),
      listing: {
        state: isArriving() && snapshotId === 26 ? 'running' : 'complete',
        entries,
        source: 's3',
        failure: null,
        described: describing ? Math.floor(entries / 3) : entries,
        describing,
        describeFailure: null,
        listedAt: fake.now,
      },
    }
  }
  const stateOf = (snapshotId: number) => openOf(snapshotId === 26 ? '000026' : '000023', null)
  return {
    listOf,
    isArriving,
    snapshotOf: (snapshotId: number) => stateOf(snapshotId).snapshot,
    /** 700 files more. */
    arrive() {
      arrived = Math.min(longListFiles, arrived + 700)
      return { entries: arrived, ended: !isArriving() }
    },
    handlers: {
      'dandiset.versions': ({ dandisetId }) => versionsOf(dandisetId),
      'version.open': ({ ref }) => {
        if (asked === 'embargoed')
          fake.fail('auth.required', { status: 401, host: 'api.dandiarchive.org' })
        if (asked === 'gone')
          fake.fail('remote.not-found', { status: 404, host: 'api.dandiarchive.org' })
        return openOf(ref.dandisetId ?? '000023', ref.version)
      },
      'version.state': ({ snapshotId }) => stateOf(snapshotId),
      'version.about': () => ({ ...about, kept: asked === 'about-kept' ? keptAbout : null }),
      'entries.children': (input) => childrenOf(listOf(input.snapshotId), input),
      ...filesHandlers(listOf),
    } satisfies Partial<Handlers>,
  }
}

const snapshotIds: Readonly<Record<string, number>> = { '000026': 26, '000045': 45 }

function versionsOf(dandisetId: string) {
  const row = fake.dandisets.find((it) => it.id === dandisetId) ?? fake.dandisets[0]
  const names = ['draft', '0.230629.1955', '0.210831.2033', '0.210812.1448']
  return names.map((version, index) => ({
    version,
    assetCount: (row?.assetCount ?? 1) - index,
    sizeBytes: (row?.sizeBytes ?? 1) * (1 - index / 10),
    modifiedAt: fake.now - index * 200 * 86_400_000,
    status: 'Valid',
  }))
}

function childrenOf(list: readonly FakeFile[], input: Parameters<Handlers['entries.children']>[0]) {
  const { folder, offset, limit } = input
  const selection: Selection = input.selection
  const passes = filterPredicate(selection.filter)
  const chosen = chooserOf(selection, list)
  const rows = new Map<string, TreeRow>()
  for (const entry of list) {
    if (!entry.path.startsWith(folder) || !passes(entry)) continue
    const row = rowOf(entry, folder)
    const before = rows.get(row.path)
    rows.set(row.path, {
      ...row,
      files: (before?.files ?? 0) + 1,
      sizeBytes: (before?.sizeBytes ?? 0) + entry.sizeBytes,
      chosenFiles: (before?.chosenFiles ?? 0) + Number(chosen(entry)),
    })
  }
  const sorted = [...rows.values()].sort(
    (a, b) =>
      Number(b.kind === 'folder') - Number(a.kind === 'folder') || a.path.localeCompare(b.path),
  )
  return { rows: sorted.slice(offset, offset + limit), total: sorted.length }
}

type Named = Omit<TreeRow, 'files' | 'sizeBytes' | 'chosenFiles'>

function rowOf(entry: FakeFile, folder: string): Named {
  const rest = entry.path.slice(folder.length)
  const slash = rest.indexOf('/')
  const common = { assetId: null, digest: null }
  if (slash >= 0) {
    const name = rest.slice(0, slash)
    const none = { subjectId: null, session: null, type: '', modifiedAt: null }
    return { ...common, ...none, path: `${folder}${name}/`, name, kind: 'folder' }
  }
  return {
    ...common,
    path: entry.path,
    name: rest,
    kind: 'blob',
    subjectId: entry.subject,
    session: entry.session,
    type: rest.split('.').at(-1) ?? '',
    modifiedAt: entry.modifiedAt,
  }
}

function snapshotOf(dandisetId: string, version: string | null, entries: number): Snapshot {
  const row = fake.dandisets.find((it) => it.id === dandisetId) ?? fake.dandisets[2]
  return {
    instance: 'dandi',
    dandisetId,
    version: version ?? row?.version ?? 'draft',
    versionChoice: version ? 'asked' : choiceOf(row?.version),
    published: row?.version !== 'draft',
    title: row?.title ?? '',
    assetCount: dandisetId === '000026' ? longListFiles : entries,
    sizeBytes: row?.sizeBytes ?? null,
    modifiedAt: row?.modifiedAt ?? null,
    embargoed: row?.embargoed ?? false,
  }
}

function choiceOf(version: string | undefined) {
  return version === 'draft' ? 'only-draft' : 'newest-published'
}

const keptAbout: ToldAbout['kept'] = {
  at: fake.now - 3 * 3_600_000,
  failure: {
    code: 'net.unreachable',
    remedy: 'retry-later',
    details: { host: 'api.dandiarchive.org' },
  },
}

const about = {
  title: 'Allen Institute – TF×SF tuning in mouse visual cortex',
  description:
    'Two-photon calcium imaging of excitatory neurons in mouse primary visual cortex, in response to drifting gratings of several temporal and spatial frequencies.\n\nEach session holds one field of view; stimuli, running speed and eye position are included.',
  citation:
    'Lecoq, Jerome; Ledochowitsch, Peter (2021) Allen Institute – TF×SF tuning in mouse visual cortex with calcium imaging (Version draft) [Data set]. DANDI Archive. https://dandiarchive.org/dandiset/000023/draft',
  doi: '10.48324/dandi.000023/0.210914.1900',
  url: 'https://dandiarchive.org/dandiset/000023/draft',
  licenses: ['spdx:CC-BY-4.0'],
  contributors: [
    { name: 'Lecoq, Jerome', roles: ['dcite:ContactPerson', 'dcite:DataCurator'] },
    { name: 'Ledochowitsch, Peter', roles: ['dcite:DataCollector'] },
    { name: 'Allen Institute', roles: ['dcite:Sponsor'] },
  ],
  keywords: ['calcium imaging', 'visual cortex', 'drifting gratings'],
  species: ['House mouse'],
  approaches: ['microscopy approach; cell population imaging'],
  techniques: ['two-photon microscopy technique', 'surgical technique'],
  variables: ['PlaneSegmentation', 'RoiResponseSeries'],
  subjects: 12,
}
