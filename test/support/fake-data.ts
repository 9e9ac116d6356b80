import type { ArchiveRef } from '../../main/model/entry.ts'
import type { EngineState } from '../../main/model/events.ts'
import { Failure, type FailureCode } from '../../main/model/failure.ts'
import { type JobView, orderDefaults } from '../../main/model/job.ts'
import { defaultSettings } from '../../main/model/settings.ts'
import { noLimit } from '../../main/model/timetable.ts'
import type { TransferState, TransferView } from '../../main/model/transfer.ts'

const day = 86_400_000
export const now = Date.UTC(2026, 10, 22, 9, 41)

const titles: readonly (readonly [string, string])[] = [
  [
    'Physiological Properties and Behavioral Correlates of Hippocampal Granule Cells and Mossy Cells',
    'Senzai, Yuta',
  ],
  [
    'A NWB-based dataset and processing pipeline of human single-neuron activity during a declarative memory task',
    'Chandravadia, Nand',
  ],
  ['Allen Institute – TF×SF tuning in mouse visual cortex with calcium imaging', 'Lecoq, Jerome'],
  ['Human brain cell census for BA 44/45', 'Mazzamuto, Giacomo'],
  ['Test dataset for testing dandi-cli', 'Halchenko, Yaroslav'],
  ['Mouse anterior lateral motor cortex (ALM) in delay response task', 'Economo, Michael N'],
  [
    'Electrophysiology data from thalamic and cortical neurons during somatosensation',
    'Yu, Jianing',
  ],
  ['Phenotypic variation of transcriptomic cell types in mouse motor cortex', 'Scala, Federico'],
  ['IBL – Brain Wide Map', 'International Brain Laboratory'],
  [
    'Distributed coding of choice, action and engagement across the mouse brain',
    'Steinmetz, Nicholas A.',
  ],
  ['نشاط الخلايا العصبية في قشرة الفص الجبهي أثناء مهمة الذاكرة العاملة', 'الخوارزمي، سارة'],
  [
    'MC_Maze: macaque primary motor and dorsal premotor cortex spiking activity during delayed reaching',
    'Churchland, Mark',
  ],
  [
    'Whole-brain light-sheet imaging of larval zebrafish during optomotor swimming, with registered segmentation and stimulus logs for all sessions recorded between spring 2019 and autumn 2023',
    'Ahrens, Misha',
  ],
  ['Extracellular recordings of C. elegans pan-neuronal GCaMP6s', 'Kato, Saul'],
  ['Human intracranial recordings, naturalistic movie watching', 'Peterson, Steven'],
  ['', 'Ramirez, Alex'],
]

interface FakeDandiset {
  readonly id: string
  readonly title: string
  readonly contact: string
  readonly embargoed: boolean
  /** Newest published version, else `draft`. */
  readonly version: string
  readonly assetCount: number
  readonly sizeBytes: number
  readonly modifiedAt: number | null
  readonly stars: number
}

export const dandisets: readonly FakeDandiset[] = Array.from({ length: 40 }, (_, index) => {
  const [title, contact] = titles[index % titles.length] ?? ['', '']
  const files = [1, 20_000, 318, 57_717, 101, 1328, 12, 48, 0, 6615][index % 10] ?? 1
  return {
    id: String([27, 26, 23, 3, 4, 8, 45, 108, 409, 140][index % 10] ?? 1)
      .padStart(6, '0')
      .replace(/^000/, `00${Math.floor(index / 10)}`),
    title,
    contact,
    embargoed: index === 7,
    version: index % 3 === 1 ? 'draft' : `0.2${(index % 5) + 1}0831.2033`,
    assetCount: files,
    sizeBytes:
      [18_792, 39.2e12, 36.4e9, 5.1e12, 2.56e12, 6.2e9, 740e6, 370e12, 0, 34e12][index % 10] ?? 0,
    modifiedAt: now - index * 9.3 * day,
    stars: 40 - index,
  }
})

export const ref = (dandisetId: string, version: string | null = null): ArchiveRef => ({
  instance: 'dandi',
  dandisetId,
  version,
  pick: { kind: 'dandiset' },
})

const noCounts = { total: 0, queued: 0, running: 0, verifying: 0, done: 0, skipped: 0, failed: 0 }

function job(id: string, change: Partial<JobView>): JobView {
  return {
    id,
    title: '',
    order: {
      ref: ref('000023'),
      destination: '/home/ada/dandi',
      source: 'auto',
      existing: 'error',
      ...orderDefaults,
      preserveTree: false,
      assets: true,
      dandisetYaml: true,
    },
    version: 'draft',
    summary: 'everything',
    folder: '/home/ada/dandi/000023',
    intent: 'run',
    holdReason: null,
    phase: 'moving',
    priority: 0,
    position: Number(id.slice(1)),
    counts: noCounts,
    totalBytes: 0,
    receivedBytes: 0,
    skippedBytes: 0,
    verifiedBytes: 0,
    createdAt: now - 3_600_000,
    endedAt: null,
    failure: null,
    ...change,
  }
}

export const jobs: readonly JobView[] = [
  job('j1', {
    title: 'Allen Institute – TF×SF tuning in mouse visual cortex with calcium imaging',
    summary: '12 subjects, nwb',
    counts: {
      ...noCounts,
      total: 318,
      queued: 180,
      running: 6,
      verifying: 2,
      done: 129,
      failed: 1,
    },
    totalBytes: 36.4e9,
    receivedBytes: 16.8e9,
    verifiedBytes: 14.1e9,
  }),
  job('j2', {
    title: 'Human brain cell census for BA 44/45',
    order: { ...job('j0', {}).order, ref: ref('000026') },
    phase: 'listing',
    summary: 'subject I48, ome.zarr',
    counts: { ...noCounts, total: 12_400 },
  }),
  job('j3', {
    title:
      'Physiological Properties and Behavioral Correlates of Hippocampal Granule Cells and Mossy Cells',
    order: { ...job('j0', {}).order, ref: ref('000003') },
    version: '0.230629.1955',
    intent: 'hold',
    holdReason: 'person',
    counts: { ...noCounts, total: 101, queued: 60, done: 41 },
    totalBytes: 2.56e12,
    receivedBytes: 0.9e12,
    verifiedBytes: 0.88e12,
  }),
  job('j4', {
    title: 'IBL – Brain Wide Map',
    order: { ...job('j0', {}).order, ref: ref('000409') },
    intent: 'hold',
    holdReason: 'disk-full',
    counts: { ...noCounts, total: 1582, queued: 1500, done: 82 },
    totalBytes: 34e12,
    receivedBytes: 1.2e12,
    verifiedBytes: 1.1e12,
  }),
  job('j5', {
    title: 'نشاط الخلايا العصبية في قشرة الفص الجبهي أثناء مهمة الذاكرة العاملة',
    order: { ...job('j0', {}).order, ref: ref('000541') },
    counts: { ...noCounts, total: 21, queued: 21 },
    totalBytes: 4.2e9,
  }),
  job('j6', {
    title: 'Electrophysiology data from thalamic and cortical neurons during somatosensation',
    order: { ...job('j0', {}).order, ref: ref('000045') },
    version: '0.240402.1118',
    phase: 'ended',
    counts: { ...noCounts, total: 48, done: 45, failed: 3 },
    totalBytes: 12.4e9,
    receivedBytes: 11.1e9,
    verifiedBytes: 10.9e9,
    endedAt: now - 20 * 60_000,
  }),
  job('j7', {
    title: 'Test dataset for testing dandi-cli',
    order: { ...job('j0', {}).order, ref: ref('000027') },
    version: '0.210831.2033',
    phase: 'ended',
    counts: { ...noCounts, total: 2, done: 2, skipped: 1 },
    totalBytes: 18_792,
    receivedBytes: 18_792,
    verifiedBytes: 18_792,
    endedAt: now - 26 * 3_600_000,
  }),
]

function stateOf(index: number): TransferState {
  if (index < 6) return { kind: 'running', attempts: 0 }
  if (index < 8) return { kind: 'verifying', attempts: 0 }
  if (index === 8) return { kind: 'failed', code: 'digest.mismatch', attempts: 3 }
  if (index === 9) return { kind: 'failed', code: 'disk.name', attempts: 1 }
  if (index === 10) return { kind: 'queued', notBefore: now + 30_000, attempts: 2 }
  return index < 140 ? { kind: 'done' } : { kind: 'queued', notBefore: null, attempts: 0 }
}

const sources = ['api', 's3', 's3', 's3', 's3'] as const

export const transfers: readonly TransferView[] = Array.from({ length: 318 }, (_, index) => {
  const state = stateOf(index)
  const sizeBytes = Math.round(4e6 + ((index * 7919) % 97) * 2.4e7)
  const subject = 540_000_000 + index * 811
  const path = `sub-${subject}/sub-${subject}_ses-${subject}-StimC_ophys.nwb`
  const share = {
    queued: 0,
    running: 0.1 + ((index * 37) % 80) / 100,
    verifying: 1,
    done: 1,
    failed: 0.6,
  }
  return {
    id: index + 1,
    jobId: 'j1',
    kind: 'blob',
    path,
    localPath: path,
    part: null,
    sizeBytes,
    receivedBytes: Math.round(sizeBytes * share[state.kind]),
    state,
    skipped: index % 31 === 20,
    source: state.kind === 'queued' ? null : (sources[index % 5] ?? 's3'),
    partsDone: state.kind === 'done' ? 20 : 9,
    partsTotal: 20,
    digest: 'dandi-etag:6ec084ca3d3be17ec194a8f700d65344-20',
    failure:
      state.kind === 'failed'
        ? {
            code: state.code,
            remedy: 'ask-user',
            details: { path, expected: '6ec084ca', found: '77ab0e12' },
          }
        : null,
  }
})

export const state: EngineState = {
  seq: 1,
  jobs,
  settings: defaultSettings('/home/ada/dandi'),
  pace: { bytesPerSecond: 46.2e6, etaSeconds: [13_200, 16_800] },
  jobPaces: { j1: { bytesPerSecond: 46.2e6, etaSeconds: [400, 460] } },
  freeBytes: 812e9,
  limit: noLimit,
  budget: {
    usedBytes: 212e9,
    from: now - 21 * 86_400_000,
    until: now + 9 * 86_400_000,
    isUsedUp: false,
  },
  cartItems: 3,
  catalogues: {},
}

/** As the other side refuses. */
export function fail(code: FailureCode, details: Failure['details'] = {}): never {
  throw new Failure(code, 'ask-user', details)
}
