import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import type { CartItem } from '../../main/model/cart.ts'
import { contentsOf, ordersOf } from '../../main/model/cart-contents.ts'
import { createFacetCounter } from '../../main/model/cart-facets.ts'
import { withItem } from '../../main/model/cart-merge.ts'
import { factsOf } from '../../main/model/facts.ts'
import { orderDefaults } from '../../main/model/job.ts'
import { bucketPlace, comment, quoted } from '../../main/model/scripts/script-file.ts'
import { everything, noFilter, type Selection, wanting } from '../../main/model/selection.ts'
import { cartFileOf } from '../../main/shell/deep-link.ts'
import { cartFile } from '../../preload/requests/cart-file.ts'
import { sampleEntry } from '../support/sample-data.ts'

const schemaUrl = new URL('../../main/model/dandicart.schema.json', import.meta.url)

describe('the JSON Schema of cart files', () => {
  it('is what zod checks; UPDATE_SCHEMA=1 writes it anew', () => {
    const schema = { title: 'Dandelion cart', ...z.toJSONSchema(cartFile, { io: 'input' }) }
    const text = `${JSON.stringify(schema, null, 2)}\n`
    if (process.env.UPDATE_SCHEMA === '1') writeFileSync(schemaUrl, text)
    expect(JSON.parse(readFileSync(schemaUrl, 'utf8'))).toEqual(JSON.parse(text))
  })

  it('asks for every part of a file and allows no other', () => {
    const item = {
      instance: { name: 'dandi', apiUrl: 'https://api.dandiarchive.org/api' },
      dandisetId: '000023',
      version: 'draft',
      title: '',
      selection: everything,
      files: [{ path: 'sub-A/a.nwb', sizeBytes: 1, digests: ['sha256:ab'] }],
    }
    const good = {
      schema: 'dandicart/1',
      program: 'x',
      savedAt: '2026-11-22T10:00:00.000Z',
      filter: noFilter,
      limitBytes: null,
      items: [item],
    }
    const isGood = (document: unknown) => cartFile.safeParse(document).success
    expect(isGood(good)).toBe(true)
    for (const key of Object.keys(good)) expect(isGood({ ...good, [key]: undefined })).toBe(false)
    for (const key of Object.keys(item))
      expect(isGood({ ...good, items: [{ ...item, [key]: undefined }] })).toBe(false)
    expect(isGood({ ...good, more: 1 })).toBe(false)
    expect(isGood({ ...good, items: [{ ...item, dandisetId: '23' }] })).toBe(false)
    expect(isGood({ ...good, limitBytes: -1 })).toBe(false)
  })
})

const item = (id: string, selection: Selection, version = 'draft'): CartItem => ({
  id,
  ref: { instance: 'x', dandisetId: '000001', version, pick: { kind: 'dandiset' } },
  title: '',
  selection,
  pinned: false,
})
const subject = (...ids: string[]): Selection => ({
  ...everything,
  filter: wanting(noFilter, 'subject', ids),
})
const ticked = (...paths: string[]): Selection => ({
  ...everything,
  base: 'none',
  ticks: paths.map((path) => ({ path, on: true })),
})

describe('choices of one version', () => {
  const joined = (a: Selection, b: Selection) =>
    withItem([item('1', a)], item('2', b)).map((each) => each.selection)

  it('become one where rules can say both', () => {
    expect(joined(subject('A'), subject('B'))).toEqual([subject('A', 'B')])
    expect(joined(subject('A'), everything)).toEqual([everything])
    expect(joined(everything, subject('A'))).toEqual([everything])
    expect(joined(ticked('a/', 'b/x'), ticked('a/y', 'c'))).toEqual([ticked('a/', 'b/x', 'c')])
  })

  it('stand beside each other where rules cannot', () => {
    const glob: Selection = { ...everything, filter: { ...noFilter, include: ['*.nwb'] } }
    expect(joined(subject('A'), glob)).toEqual([subject('A'), glob])
    const not = { ...everything, filter: wanting(noFilter, 'subject', ['A'], 'none') }
    expect(joined(subject('B'), not)).toEqual([subject('B'), not])
    const other = withItem([item('1', everything)], item('2', everything, '0.210101.0000'))
    expect(other).toHaveLength(2)
  })
})

const file = (path: string, sizeBytes: number, digest = path) => ({
  ...factsOf(sampleEntry({ path, sizeBytes })),
  digests: [`sha256:${digest}`],
})
const how = {
  ...orderDefaults,
  destination: '/x',
  source: 'auto',
  existing: 'error',
  preserveTree: false,
  assets: true,
  dandisetYaml: true,
} as const

describe('orders of a cart', () => {
  it('stay rules, with the limit as a sample, while rules can say what is meant', () => {
    const all = [file('a', 5), file('b', 9), file('c', 2)]
    const cart = { filter: { ...noFilter, text: 'x' } }
    const contents = contentsOf([{ item: item('1', subject('A')), files: all }], 8)
    const [order] = ordersOf(contents, cart, how)
    expect(order?.selection.filter).toEqual({ ...subject('A').filter, text: 'x' })
    expect(order?.selection.sample).toEqual({ kind: 'first-bytes', bytes: 8 })
  })

  it('name their files where two items of a version overlap', () => {
    const two = [
      { item: item('1', subject('A')), files: [file('a', 1), file('b', 1)] },
      { item: item('2', everything), files: [file('b', 1), file('c', 1)] },
    ]
    const orders = ordersOf(contentsOf(two, null), { filter: noFilter }, how)
    expect(orders.map((order) => order.selection)).toEqual([ticked('a', 'b', 'c')])
  })

  it('keep the first of two versions of a file, and no second of what is the same', () => {
    const two = [
      { item: item('1', everything), files: [file('a', 1), file('b', 1)] },
      { item: item('2', everything, '0.210101.0000'), files: [file('a', 1), file('b', 1, 'old')] },
    ]
    const { clashes, parts } = contentsOf(two, null)
    expect(clashes.map((it) => it.path)).toEqual(['b'])
    expect(parts[1]?.files).toEqual([])
  })
})

it('counts of a facet hold under all other conditions of the cart', () => {
  const all = [
    file('sub-A/sub-A_ecephys.nwb', 1),
    file('sub-A/sub-A_behavior.mp4', 2),
    file('sub-B/sub-B_ecephys.nwb', 4),
  ]
  const filter = wanting(wanting(noFilter, 'subject', ['A']), 'type', ['nwb', 'tif'])
  const counter = createFacetCounter(filter)
  for (const each of all) counter.add(each)
  const facets = counter.facets()
  expect(facets.subject).toEqual([
    { value: 'A', files: 1, sizeBytes: 1 },
    { value: 'B', files: 1, sizeBytes: 4 },
  ])
  expect(facets.type).toEqual([
    { value: 'mp4', files: 1, sizeBytes: 2 },
    { value: 'nwb', files: 1, sizeBytes: 1 },
    { value: 'tif', files: 0, sizeBytes: 0 },
  ])
})

describe('scripts', () => {
  it('quote whatever is in a name', () => {
    expect(quoted(`a'b $c "d"`)).toBe(`'a'\\''b $c "d"'`)
  })

  it('keep what they say within its comment', () => {
    expect(comment('one\nrm -rf /\r\u2028two')).toBe('# one\n# rm -rf /\n#\n# two')
  })

  it('read buckets out of both forms of addresses', () => {
    expect(bucketPlace('https://dandiarchive.s3.amazonaws.com/blobs/a%20b')).toEqual({
      endpoint: null,
      bucket: 'dandiarchive',
      key: 'blobs/a b',
    })
    expect(bucketPlace('http://127.0.0.1:9000/bucket/zarr/x/')).toEqual({
      endpoint: 'http://127.0.0.1:9000',
      bucket: 'bucket',
      key: 'zarr/x/',
    })
  })
})

it('a cart file among the arguments of a start is opened from where it was started', () => {
  expect(cartFileOf(['dandelion', '--flag', 'my cart.dandicart'], '/home/ada')).toBe(
    '/home/ada/my cart.dandicart',
  )
  expect(cartFileOf(['dandelion', '--x.dandicart', 'dandi://x/y.dandicart'], '/')).toBeNull()
  expect(cartFileOf(['/x/dandelion.dandicart'], '/')).toBeNull()
})
