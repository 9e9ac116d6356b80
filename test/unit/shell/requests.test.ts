import { expect, it } from 'vitest'
import { Failure } from '../../../main/model/failure.ts'
import { answer } from '../../../main/shell/answer.ts'
import type { Handlers } from '../../../preload/contract.ts'

const paused: string[] = []
const handlers = {
  'job.pause': ({ jobId }: { jobId: string }) => void paused.push(jobId),
  'disk.free': () => {
    throw new Failure('disk.missing', 'ask-user', { path: '/gone' })
  },
} as unknown as Handlers

it('a request that fits the contract reaches its handler', async () => {
  await answer(handlers, 'job.pause', { jobId: 'j1' })
  expect(paused).toEqual(['j1'])
})

it.each([
  ['job.stop', {}],
  ['toString', undefined],
  ['__proto__', undefined],
  [7, undefined],
  ['job.pause', {}],
  ['job.pause', { jobId: 'j1', more: true }],
  ['job.pause', { jobId: '' }],
  ['disk.free', { folder: 'x'.repeat(5000) }],
  ['settings.change', { filesAtOnce: 1000 }],
  ['settings.change', { destination: 7 }],
  ['shell.browse', { url: 'file:///etc/passwd' }],
  ['dandiset.versions', { instance: 'dandi', dandisetId: '../../x' }],
])('%s with %j is refused', async (name, input) => {
  await expect(answer(handlers, name, input)).rejects.toMatchObject({ code: 'request.invalid' })
})

it('an expected failure keeps its code', async () => {
  await expect(answer(handlers, 'disk.free', { folder: '/gone' })).rejects.toMatchObject({
    code: 'disk.missing',
  })
})
