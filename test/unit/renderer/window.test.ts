import { expect, it } from 'vitest'
import type { JobView } from '../../../main/model/job.ts'
import { looksLikeIdentifier } from '../../../renderer/frame/looks-like-identifier.ts'
import { jobStatus } from '../../../renderer/store/job-status.ts'
import { cellState } from '../../../renderer/ui/cell-state.ts'
import { jobs } from '../../support/fake-data.ts'

it.each([
  'DANDI:000027',
  'dandi:27',
  '000027',
  '27',
  '000027/draft',
  'https://dandiarchive.org/dandiset/000027',
  'doi:10.48324/dandi.000027/0.210831.2033',
  '10.48324/dandi.000027/0.210831.2033',
  'dandi download DANDI:000027',
  's3://dandiarchive/blobs/6ec/084/6ec084ca',
  'mouse\nrat',
])('“%s” is opened', (text) => {
  expect(looksLikeIdentifier(text)).toBe(true)
})

it.each(['mouse', 'visual cortex 2019', 'two-photon', 'Buzsáki', 'dandi'])(
  '“%s” is searched',
  (text) => {
    expect(looksLikeIdentifier(text)).toBe(false)
  },
)

it('each job has one word for its state', () => {
  expect(jobs.map(jobStatus)).toEqual([
    'fetching',
    'listing',
    'paused',
    'disk-full',
    'queued',
    'failed',
    'verified',
  ])
  const checking = jobs[0] && { ...jobs[0], counts: { ...jobs[0].counts, running: 0 } }
  expect(jobStatus(checking as JobView)).toBe('verifying')
})

it('a stretch of a file is missing, in flight, fetched or verified', () => {
  expect(cellState(0, false, true)).toBe('missing')
  expect(cellState(0.4, false, true)).toBe('moving')
  expect(cellState(0.4, false, false)).toBe('missing')
  expect(cellState(1, false, true)).toBe('fetched')
  expect(cellState(1, true, false)).toBe('verified')
})
