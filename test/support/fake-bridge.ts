import type { EngineEvent, EngineState, EventBody } from '../../main/model/events.ts'
import { recordOf } from '../../main/model/failure.ts'
import type { InstanceRow } from '../../main/model/instance.ts'
import { isTicked } from '../../main/model/selection.ts'
import type { Bridge, Handlers, RequestName } from '../../preload/contract.ts'
import { fakeAssets } from './fake-assets.ts'
import { cartHandlers } from './fake-cart.ts'
import { catalogueHandlers } from './fake-catalogue.ts'
import { fakeCompare } from './fake-compare.ts'
import * as fake from './fake-data.ts'
import { fakeFollow } from './fake-follow.ts'
import { fakeHooks } from './fake-hooks.ts'
import { fakeCountdown, heldState } from './fake-manners.ts'
import { fakeNights } from './fake-nights.ts'
import { fakeCartPlan, fakePlan, fakePlanPage } from './fake-plan.ts'
import { fakeSchedules } from './fake-schedules.ts'
import { fakeSync } from './fake-sync.ts'
import { fakeLogin, fakeTimer } from './fake-timer.ts'
import { fakeTransfers } from './fake-transfers.ts'
import { fakeVersions } from './fake-versions.ts'
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

function changeJob(jobId: string, change: Partial<EngineState['jobs'][number]>): void {
  const job = engine.jobs.find((it) => it.id === jobId)
  if (!job) return
  const changed = { ...job, ...change }
  engine = { ...engine, jobs: engine.jobs.map((it) => (it.id === jobId ? changed : it)) }
  publish({ kind: 'job.changed', job: changed })
}

const countdown = fakeCountdown()
const versions = fakeVersions(wish)

const handlers: Handlers = {
  snapshot: () => engine,
  identify: ({ text }) => {
    const lines = text.split('\n').filter((line) => line.trim() !== '')
    return lines.map((line) => {
      const id = /(\d{6})/.exec(line)?.[1]
      return id
        ? fake.ref(id)
        : fake.fail('input.identifier', { reason: 'dandiset-id', part: line, text })
    })
  },
  instances: () => instances,
  ...versions.handlers,
  ...catalogueHandlers,
  ...fakeCompare(asked),
  ...fakeAssets(versions.snapshotOf, {
    offline: asked === 'asset-offline',
    zarr: asked === 'zarr',
  }),
  plan: ({ order }) => fakePlan(order, naiveSummary(versions.listOf(23), order.selection), asked),
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
  ...fakeTransfers,
  'settings.change': (patch) => {
    const settings = { ...engine.settings, ...patch } as EngineState['settings']
    engine = { ...engine, settings }
    publish({ kind: 'settings.changed', settings })
    if (patch.whenDone) countdown.choose(patch.whenDone)
    return settings
  },
  'disk.free': () => ({ freeBytes: asked === 'full' ? 2.1e9 : 812e9 }),
  'key.status': () => ({ state: 'none', username: null, keychainAvailable: false }),
  'key.set': () => fake.fail('auth.denied'),
  'key.remove': () => ({ state: 'none', username: null, keychainAvailable: false }),
  'dialog.folder': () => ({ folder: '/data/dandi' }),
  'shell.show': () => undefined,
  'shell.log': () => undefined,
  ...countdown.handlers,
  'shell.browse': () => undefined,
  'clipboard.write': () => undefined,
  ...cartHandlers,
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

Object.assign(window, { bridge, isTicked, arrive })

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
  if (versions.isArriving() && wish.get('listing') === 'grow') arrive()
}, 250)

/** More of the long list, where a test wants it. */
function arrive(): void {
  publish({ kind: 'listing.changed', snapshotId: 26, ...versions.arrive() })
}
