import type { Entry, Snapshot } from '../../main/model/entry.ts'
import { type JobView, type Order, orderDefaults } from '../../main/model/job.ts'
import { everything } from '../../main/model/selection.ts'
import type { TransferView } from '../../main/model/transfer.ts'

/** A blob of a draft with nothing odd about it. */
export function sampleEntry(change: Partial<Entry> = {}): Entry {
  return {
    path: 'sub-A/sub-A_ecephys.nwb',
    kind: 'blob',
    sizeBytes: 1000,
    assetId: null,
    blobId: null,
    zarrId: null,
    checksum: null,
    sha256: null,
    modifiedAt: null,
    contentUrl: null,
    encodingFormat: null,
    subject: null,
    session: null,
    study: null,
    ...change,
  }
}

export function sampleOrder(change: Partial<Order> = {}): Order {
  return {
    ref: { instance: 'dandi', dandisetId: '000027', version: null, pick: { kind: 'dandiset' } },
    selection: everything,
    destination: '/data',
    source: 'auto',
    existing: 'error',
    ...orderDefaults,
    preserveTree: false,
    assets: true,
    dandisetYaml: true,
    ...change,
  }
}

export const sampleSnapshot: Snapshot = {
  instance: 'dandi',
  dandisetId: '000027',
  version: '0.210831.2033',
  versionChoice: 'newest-published',
  published: true,
  title: 'Test data',
  assetCount: 1,
  sizeBytes: 18_792,
  modifiedAt: 1_630_441_980_000,
  embargoed: false,
}

export function sampleJob(change: Partial<JobView> = {}): JobView {
  const none = { total: 0, queued: 0, running: 0, verifying: 0, done: 0, skipped: 0, failed: 0 }
  return {
    id: 'job',
    title: 'Test data',
    order: sampleOrder(),
    version: '0.210831.2033',
    summary: 'everything',
    folder: '/data/000027',
    intent: 'run',
    holdReason: null,
    phase: 'moving',
    priority: 0,
    position: 1,
    counts: none,
    totalBytes: 0,
    receivedBytes: 0,
    skippedBytes: 0,
    verifiedBytes: 0,
    createdAt: 0,
    endedAt: null,
    failure: null,
    ...change,
  }
}

export function sampleTransfer(change: Partial<TransferView> = {}): TransferView {
  return {
    id: 1,
    jobId: 'job',
    kind: 'blob',
    path: 'sub-A/sub-A_ecephys.nwb',
    localPath: '000027/sub-A/sub-A_ecephys.nwb',
    part: null,
    sizeBytes: 1000,
    receivedBytes: 1000,
    state: { kind: 'done' },
    skipped: false,
    source: 's3',
    partsDone: 1,
    partsTotal: 1,
    digest: 'dandi-etag:d41d8cd98f00b204e9800998ecf8427e-1',
    failure: null,
    ...change,
  }
}
