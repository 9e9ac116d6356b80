import { Failure, recordOf } from '../../main/model/failure.ts'
import type { Handlers } from '../../preload/contract.ts'
import * as fake from './fake-data.ts'

/** The files of jobs, and one of them looked into. */
export const fakeTransfers: Pick<Handlers, 'transfers.page' | 'transfer.detail'> = {
  'transfers.page': ({ state, text, offset, limit }) => {
    const found = fake.transfers.filter(
      (it) => it.path.includes(text) && (state === 'all' || groupOf(it.state.kind) === state),
    )
    return { rows: found.slice(offset, offset + limit), total: found.length }
  },
  'transfer.detail': ({ transferId }) => detailOf(transferId),
}

function groupOf(kind: string): string {
  return kind === 'running' || kind === 'verifying' ? 'active' : kind
}

function detailOf(transferId: number) {
  const transfer = fake.transfers[transferId - 1] ?? fake.fail('request.invalid')
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
