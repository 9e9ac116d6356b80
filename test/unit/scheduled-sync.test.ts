import { expect, it } from 'vitest'
import { isWithin, orderKey, orderTitle } from '../../main/model/scheduled-sync.ts'
import { syncTallies } from '../../main/model/sync-plan.ts'

const none = syncTallies([])
const vanish = (files: number, bytes: number) => ({ ...none, vanish: { files, bytes } })

it('what is left of a plan is within it; more files, more bytes and another kind are not', () => {
  expect(isWithin(none, vanish(3, 100))).toBe(true)
  expect(isWithin(vanish(2, 40), vanish(3, 100))).toBe(true)
  expect(isWithin(vanish(3, 100), vanish(3, 100))).toBe(true)
  expect(isWithin(vanish(4, 100), vanish(3, 100))).toBe(false)
  expect(isWithin(vanish(3, 101), vanish(3, 100))).toBe(false)
  expect(isWithin({ ...none, add: { files: 1, bytes: 1 } }, vanish(3, 100))).toBe(false)
  expect(isWithin({ ...none, keep: { files: 9, bytes: 9 } }, none)).toBe(true)
})

it('orders of one schedule are told apart by dandiset, version and what is picked', () => {
  const ref = { instance: 'dandi', dandisetId: '000023', pick: { kind: 'dandiset' } } as const
  const draft = orderKey({ ...ref, version: 'draft' })
  expect(orderTitle(draft)).toBe('000023/draft')
  const newest = orderKey({ ...ref, version: null })
  expect(orderTitle(newest)).toBe('000023')
  expect(newest).not.toBe(draft)
  expect(orderKey({ ...ref, version: 'draft', pick: { kind: 'folder', path: 'sub-1' } })).not.toBe(
    draft,
  )
})
