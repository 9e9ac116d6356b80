import { expect, it } from 'vitest'
import { Failure } from '../../../main/model/failure.ts'
import { orderDefaults } from '../../../main/model/job.ts'
import { everything } from '../../../main/model/selection.ts'
import { answer } from '../../../main/shell/answer.ts'
import { type Handlers, requests } from '../../../preload/contract.ts'

const order = {
  ref: { instance: 'dandi', dandisetId: '000027', version: null, pick: { kind: 'dandiset' } },
  selection: everything,
  source: 'auto',
  existing: 'error',
  ...orderDefaults,
  preserveTree: false,
  assets: true,
  dandisetYaml: true,
}
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
  ['settings.change', { destination: '../../x' }],
  ['settings.change', { destination: 'x' }],
  ['settings.change', { destination: '~/x' }],
  ['settings.change', { destination: 'C:x' }],
  ['settings.change', { destination: '\\\\x' }],
  ['job.create', { order: { ...order, destination: 'x' } }],
  ['plan', { order: { ...order, destination: '../x' } }],
  ['shell.browse', { url: 'file:///etc/passwd' }],
  ['dandiset.versions', { instance: 'dandi', dandisetId: '../../x' }],
])('%s with %j is refused', async (name, input) => {
  await expect(answer(handlers, name, input)).rejects.toMatchObject({ code: 'request.invalid' })
})

it.each(['/data', '/data/../x', 'C:\\data', 'd:/data', '\\\\server\\share\\data'])(
  '%s is a destination',
  (destination) => {
    expect(requests['settings.change'].input.safeParse({ destination }).success).toBe(true)
    const ordered = { order: { ...order, destination } }
    expect(requests['job.create'].input.safeParse(ordered).success).toBe(true)
  },
)

it('an expected failure keeps its code', async () => {
  await expect(answer(handlers, 'disk.free', { folder: '/gone' })).rejects.toMatchObject({
    code: 'disk.missing',
  })
})
