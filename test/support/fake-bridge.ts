import type { EngineEvent, EngineState, EventBody } from '../../main/model/events.ts'
import { Failure, type FailureCode, recordOf } from '../../main/model/failure.ts'
import type { InstanceRow } from '../../main/model/instance.ts'
import type { OpenVersion, TreeRow } from '../../main/model/listing.ts'
import { chooserOf } from '../../main/model/sample.ts'
import { filterPredicate, isTicked, type Selection } from '../../main/model/selection.ts'
import type { Bridge, Handlers, RequestName } from '../../preload/contract.ts'
import { fakeAssets } from './fake-assets.ts'
import { cartHandlers } from './fake-cart.ts'
import { catalogueHandlers } from './fake-catalogue.ts'
import { fakeCompare } from './fake-compare.ts'
import * as fake from './fake-data.ts'
import { filesHandlers } from './fake-files.ts'
import { fakeFollow } from './fake-follow.ts'
import { fakeHooks } from './fake-hooks.ts'
import { type FakeFile, longList, longListFiles, smallList, wideList } from './fake-listing.ts'
import { fakeCountdown, heldState } from './fake-manners.ts'
import { fakeNights } from './fake-nights.ts'
import { fakeCartPlan, fakePlan, fakePlanPage } from './fake-plan.ts'
import { fakeSchedules } from './fake-schedules.ts'
import { fakeSync } from './fake-sync.ts'
import { fakeLogin, fakeTimer } from './fake-timer.ts'
import { naiveSummary } from './naive-files.ts'

/**
 * A window's other side without an engine, for states that are hard to reach with one. The address
 * chooses: `?state=empty|offline|embargoed|full|slow|plan-problems|no-dandisets&moving&theme=dark`.
 */
const wish = new URLSearchParams(location.search)
const asked = wish.get('state') ?? ''

type Listener = (batch: readonly EngineEvent[]) => void
const listeners = new Set<Listener>()

const start: EngineState = {
  ...fake.state,
  ...(asked === 'empty' && {
    jobs: [],
    cartItems: 0,
    jobPaces: {},
    pace: { bytesPerSecond: 0, etaSeconds: null },
  }),
  ...(asked === 'full' && { freeBytes: 2.1e9 }),
  ...heldState(asked),
  settings: {
    ...fake.state.settings,
    ...heldState(asked).settings,
    appearance: wish.get('theme') === 'dark' ? 'dark' : 'light',
  },
}
let engine = start

function publish(...bodies: readonly EventBody[]): void {
  const batch = bodies.map((body, index): EngineEvent => ({ seq: engine.seq + index + 1, ...body }))
  engine = { ...engine, seq: engine.seq + bodies.length }
  for (const listener of listeners) listener(batch)
}

let arrived = wish.has('listing') ? 4200 : longListFiles

function listOf(snapshotId: number) {
  if (snapshotId === 26) return longList().slice(0, arrived)
  return snapshotId === 45 ? wideList() : smallList()
}
const snapshotIds: Readonly<Record<string, number>> = { '000026': 26, '000045': 45 }

function childrenOf(input: Parameters<Handlers['entries.children']>[0]) {
  const { snapshotId, folder, offset, limit } = input
  const selection: Selection = input.selection
  const passes = filterPredicate(selection.filter)
  const chosen = chooserOf(selection, listOf(snapshotId))
  const rows = new Map<string, TreeRow>()
  for (const entry of listOf(snapshotId)) {
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

function openOf(dandisetId: string, version: string | null): OpenVersion {
  const row = fake.dandisets.find((it) => it.id === dandisetId) ?? fake.dandisets[2]
  const snapshotId = snapshotIds[dandisetId] ?? 23
  const running = arrived < longListFiles && snapshotId === 26
  const entries = listOf(snapshotId).length
  return {
    snapshotId,
    snapshot: {
      instance: 'dandi',
      dandisetId,
      version: version ?? row?.version ?? 'draft',
      versionChoice: version ? 'asked' : choiceOf(row?.version),
      published: row?.version !== 'draft',
      title: row?.title ?? '',
      assetCount: snapshotId === 26 ? longListFiles : entries,
      sizeBytes: row?.sizeBytes ?? null,
      modifiedAt: row?.modifiedAt ?? null,
      embargoed: row?.embargoed ?? false,
    },
    listing: {
      state: running ? 'running' : 'complete',
      entries,
      source: 's3',
      failure: null,
      described: wish.has('describing') ? Math.floor(entries / 3) : entries,
      describing: wish.has('describing'),
      describeFailure: null,
      listedAt: fake.now,
    },
  }
}

function choiceOf(version: string | undefined) {
  return version === 'draft' ? 'only-draft' : 'newest-published'
}

const instances: readonly InstanceRow[] = [
  {
    name: 'dandi',
    title: 'DANDI',
    apiUrl: 'https://api.dandiarchive.org/api',
    webUrl: 'https://dandiarchive.org',
    s3Url: null,
    webdavUrl: null,
    builtIn: true,
  },
  {
    name: 'dandi-sandbox',
    title: 'DANDI Sandbox',
    apiUrl: 'https://api.sandbox.dandiarchive.org/api',
    webUrl: null,
    s3Url: null,
    webdavUrl: null,
    builtIn: true,
  },
  {
    name: 'ember-dandi',
    title: 'EMBER',
    apiUrl: 'https://api-dandi.emberarchive.org/api',
    webUrl: null,
    s3Url: null,
    webdavUrl: null,
    builtIn: true,
  },
]

function fail(code: FailureCode, details: Failure['details'] = {}): never {
  throw new Failure(code, 'ask-user', details)
}

function changeJob(jobId: string, change: Partial<EngineState['jobs'][number]>): void {
  const job = engine.jobs.find((it) => it.id === jobId)
  if (!job) return
  const changed = { ...job, ...change }
  engine = { ...engine, jobs: engine.jobs.map((it) => (it.id === jobId ? changed : it)) }
  publish({ kind: 'job.changed', job: changed })
}

const countdown = fakeCountdown()

const handlers: Handlers = {
  snapshot: () => engine,
  identify: ({ text }) => {
    const lines = text.split('\n').filter((line) => line.trim() !== '')
    return lines.map((line) => {
      const id = /(\d{6})/.exec(line)?.[1]
      return id
        ? fake.ref(id)
        : fail('input.identifier', { reason: 'dandiset-id', part: line, text })
    })
  },
  instances: () => instances,
  'dandiset.versions': ({ dandisetId }) => {
    const row = fake.dandisets.find((it) => it.id === dandisetId) ?? fake.dandisets[0]
    const names = ['draft', '0.230629.1955', '0.210831.2033', '0.210812.1448']
    return names.map((version, index) => ({
      version,
      assetCount: (row?.assetCount ?? 1) - index,
      sizeBytes: (row?.sizeBytes ?? 1) * (1 - index / 10),
      modifiedAt: fake.now - index * 200 * 86_400_000,
      status: 'Valid',
    }))
  },
  ...catalogueHandlers,
  'version.open': ({ ref }) => {
    if (asked === 'embargoed') fail('auth.required', { status: 401, host: 'api.dandiarchive.org' })
    if (asked === 'gone') fail('remote.not-found', { status: 404, host: 'api.dandiarchive.org' })
    return openOf(ref.dandisetId ?? '000023', ref.version)
  },
  'version.state': ({ snapshotId }) => openOf(snapshotId === 26 ? '000026' : '000023', null),
  ...fakeCompare(asked),
  ...fakeAssets((snapshotId) => openOf(snapshotId === 26 ? '000026' : '000023', null).snapshot, {
    offline: asked === 'asset-offline',
    zarr: asked === 'zarr',
  }),
  'version.about': () => ({
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
  }),
  'entries.children': childrenOf,
  ...filesHandlers(listOf),
  plan: ({ order }) => fakePlan(order, naiveSummary(listOf(23), order.selection), asked),
  'cart.plan': ({ how }) => fakeCartPlan(how, cartHandlers['cart.get'](), asked),
  'plan.page': ({ planId: _, ...query }) => fakePlanPage(query),
  ...fakeSync,
  ...fakeTimer(asked),
  ...fakeLogin(asked),
  ...fakeNights(asked),
  ...fakeHooks(asked),
  ...fakeFollow(asked, () => publish({ kind: 'follow.changed' })),
  ...fakeSchedules(asked, () => publish({ kind: 'schedules.changed' })),
  'job.create': () => ({ jobId: 'j1' }),
  'jobs.same': () => ({ jobIds: [] }),
  'job.pause': ({ jobId }) => changeJob(jobId, { intent: 'hold', holdReason: 'person' }),
  'job.resume': ({ jobId }) => changeJob(jobId, { intent: 'run', holdReason: null }),
  'job.cancel': ({ jobId }) => publish({ kind: 'job.removed', jobId }),
  'job.retry': () => undefined,
  'job.move': () => undefined,
  'job.priority': () => undefined,
  'jobs.pause-all': () => undefined,
  'jobs.resume-all': () => undefined,
  'transfers.page': ({ state, text, offset, limit }) => {
    const found = fake.transfers.filter(
      (it) => it.path.includes(text) && (state === 'all' || groupOf(it.state.kind) === state),
    )
    return { rows: found.slice(offset, offset + limit), total: found.length }
  },
  'transfer.detail': ({ transferId }) => detailOf(transferId),
  'settings.change': (patch) => {
    const settings = { ...engine.settings, ...patch } as EngineState['settings']
    engine = { ...engine, settings }
    publish({ kind: 'settings.changed', settings })
    if (patch.whenDone) countdown.choose(patch.whenDone)
    return settings
  },
  'disk.free': () => ({ freeBytes: asked === 'full' ? 2.1e9 : 812e9 }),
  'key.status': () => ({ state: 'none', username: null, keychainAvailable: false }),
  'key.set': () => fail('auth.denied'),
  'key.remove': () => ({ state: 'none', username: null, keychainAvailable: false }),
  'dialog.folder': () => ({ folder: '/data/dandi' }),
  'shell.show': () => undefined,
  'shell.log': () => undefined,
  ...countdown.handlers,
  'shell.browse': () => undefined,
  'clipboard.write': () => undefined,
  ...cartHandlers,
}

function groupOf(kind: string): string {
  return kind === 'running' || kind === 'verifying' ? 'active' : kind
}

function detailOf(transferId: number) {
  const transfer = fake.transfers[transferId - 1] ?? fail('request.invalid')
  const share = transfer.receivedBytes / transfer.sizeBytes
  const cells = Array.from({ length: 120 }, (_, index) => {
    const lane = (index % 30) / 30
    if (lane + 0.1 < share) return 1
    return lane < share ? 0.4 : 0
  })
  return {
    transfer,
    cells: transfer.state.kind === 'done' ? cells.map(() => 1) : cells,
    sources: [
      { source: 's3', bytes: transfer.receivedBytes * 0.8 },
      { source: 'api', bytes: transfer.receivedBytes * 0.2 },
    ] as const,
    timeline: [
      { at: fake.now - 400_000, kind: 'started', failure: null },
      {
        at: fake.now - 300_000,
        kind: 'failed',
        failure: recordOf(
          new Failure('net.cut', 'retry-later', { host: 'dandiarchive.s3.amazonaws.com' }),
        ),
      },
      { at: fake.now - 290_000, kind: 'started', failure: null },
      { at: fake.now - 120_000, kind: 'received', failure: null },
    ] as const,
  }
}

const bridge: Bridge = {
  async request(name: RequestName, input: unknown) {
    if (asked === 'slow' && !['snapshot', 'settings.change'].includes(name))
      return new Promise(() => undefined)
    try {
      const handler = handlers[name] as (input: unknown) => unknown
      return { ok: true, value: structuredClone(await handler(input)) }
    } catch (error) {
      return { ok: false, failure: recordOf(error) }
    }
  },
  onEvents(listener) {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  onShell: countdown.onShell,
  platform: 'linux',
  pathOf: (file) => `/home/ada/${file.name}`,
}

Object.assign(window, { bridge, isTicked })

if (wish.has('welcomed')) localStorage.setItem('dandelion.welcomed', 'yes')

const speedUps = [41, 44, 39, 47, 52, 50, 46, 12, 20, 38, 45, 46]
let beat = 0
setInterval(() => {
  if (asked === 'empty') return
  beat += 1
  const bytesPerSecond = (speedUps[Math.floor(beat / 4) % speedUps.length] ?? 46) * 1e6
  const received = 16.8e9 + beat * 1.1e7
  publish({
    kind: 'progress',
    pace: { bytesPerSecond, etaSeconds: [13_200, 16_800] },
    jobPaces: { j1: { bytesPerSecond, etaSeconds: [400, 460] } },
    jobBytes: { j1: received },
    moving: [],
  })
  if (arrived < longListFiles && wish.get('listing') === 'grow') {
    arrived = Math.min(longListFiles, arrived + 700)
    publish({
      kind: 'listing.changed',
      snapshotId: 26,
      entries: arrived,
      ended: arrived === longListFiles,
    })
  }
}, 250)
