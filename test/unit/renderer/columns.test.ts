import { expect, it } from 'vitest'
import {
  arranged,
  moved,
  shownColumns,
  sortedBy,
  toggled,
} from '../../../renderer/store/columns.ts'

const columns = [
  { key: 'name', width: 200, least: 100, fixed: true },
  { key: 'size', width: 80, least: 60 },
  { key: 'sex', width: 60, least: 40, hidden: true },
] as const
const first = arranged(columns, undefined)
const keys = (now: typeof first) => shownColumns(columns, now).map((it) => it.key)

it('columns are shown as they are given, without those that wait to be asked for', () => {
  expect(keys(first)).toEqual(['name', 'size'])
  expect(keys(toggled(first, 'sex'))).toEqual(['name', 'size', 'sex'])
})

it('a kept arrangement forgets columns that are gone and takes new ones in', () => {
  const kept = { order: ['size', 'gone', 'name'] as never, hidden: ['gone'] as never }
  const now = arranged(columns, kept)
  expect(now.order).toEqual(['size', 'name', 'sex'])
  expect(keys(now)).toEqual(['size', 'name'])
})

it('a column that was shown stays shown though it is hidden at first', () => {
  const shown = toggled(first, 'sex')
  expect(keys(arranged(columns, JSON.parse(JSON.stringify(shown))))).toContain('sex')
})

it('a column moves to the place of another, in both directions', () => {
  expect(moved(first, 'name', 'sex').order).toEqual(['size', 'sex', 'name'])
  expect(moved(first, 'sex', 'name').order).toEqual(['sex', 'name', 'size'])
  expect(moved(first, 'size', 'size').order).toEqual(first.order)
})

it('no width goes below what a column needs', () => {
  const [, size] = shownColumns(columns, { ...first, widths: { size: 5 } })
  expect(size?.width).toBe(60)
})

it('a click sorts, another turns round, a third column alone starts anew', () => {
  const once = sortedBy<string>([], 'size', 'only')
  expect(once).toEqual([{ key: 'size', descending: false }])
  expect(sortedBy(once, 'size', 'only')).toEqual([{ key: 'size', descending: true }])
  expect(sortedBy([{ key: 'size', descending: true }], 'name', 'only')).toEqual([
    { key: 'name', descending: false },
  ])
})

it('with Shift a second column decides between equals and is turned round by itself', () => {
  const one = sortedBy<string>([], 'sex', 'also')
  const two = sortedBy(one, 'size', 'also')
  expect(two.map((it) => it.key)).toEqual(['sex', 'size'])
  expect(sortedBy(two, 'size', 'also')[1]?.descending).toBe(true)
  expect(sortedBy(two, 'sex', 'also')[0]).toEqual({ key: 'sex', descending: true })
  expect(sortedBy(two, 'name', 'also').map((it) => it.key)).toEqual(['sex', 'name'])
})

it('a hidden column sorts no longer', () => {
  const now = { ...first, sort: [{ key: 'size', descending: false }] as const }
  expect(toggled(now, 'size').sort).toEqual([])
})
