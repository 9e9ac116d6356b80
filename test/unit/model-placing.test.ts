import { describe, expect, it } from 'vitest'
import {
  createPlacer,
  folderOf,
  summaryOf,
  wantsYaml,
  yamlTransfer,
} from '../../main/engine/placing.ts'
import type { Pick } from '../../main/model/entry.ts'
import type { Order } from '../../main/model/job.ts'
import { everything, noFilter, wanting } from '../../main/model/selection.ts'
import { sampleEntry, sampleOrder, sampleSnapshot } from '../support/sample-data.ts'

const linux = { rules: 'posix', caseSensitive: true } as const
const mac = { rules: 'posix', caseSensitive: false } as const
const windows = { rules: 'windows', caseSensitive: false } as const

function place(
  paths: readonly string[],
  order: Order,
  disk: typeof linux | typeof mac | typeof windows = linux,
) {
  const placer = createPlacer(order, sampleSnapshot, disk)
  // Each on a page of its own: names are remembered from page to page.
  return paths
    .flatMap((path) => placer.place([sampleEntry({ path })]))
    .map(({ localPath, failure }) => [
      localPath,
      failure?.details.reason ?? failure?.code ?? 'fine',
    ])
}

function picking(pick: Pick, change: Partial<Order> = {}): Order {
  const order = sampleOrder(change)
  return { ...order, ref: { ...order.ref, pick } }
}

describe('placing', () => {
  it('gives two assets never the same name: the second says which is in its way', () => {
    const order = picking({ kind: 'glob', pattern: '*' })
    expect(place(['a/X.nwb', 'a/x.nwb'], order)).toEqual([
      ['a/X.nwb', 'fine'],
      ['a/x.nwb', 'fine'],
    ])
    for (const disk of [mac, windows]) {
      expect(place(['a/X.nwb', 'a/x.nwb', 'A/X.NWB'], order, disk).map(([, why]) => why)).toEqual([
        'fine',
        'twin',
        'twin',
      ])
    }
    expect(place(['\u00e4.nwb', 'a\u0308.nwb'], order, mac).map(([, why]) => why)).toEqual([
      'fine',
      'twin',
    ])
    const assets = picking({ kind: 'asset', assetId: '1' })
    expect(place(['a/x.nwb', 'b/x.nwb'], assets).map(([, why]) => why)).toEqual(['fine', 'twin'])
  })

  it('keeps the place of dandiset.yaml free for the one that it writes itself', () => {
    expect(place(['dandiset.yaml'], sampleOrder())).toEqual([['000027/dandiset.yaml', 'twin']])
    const without = sampleOrder({ dandisetYaml: false })
    expect(place(['dandiset.yaml'], without)).toEqual([['000027/dandiset.yaml', 'fine']])
    expect(yamlTransfer(sampleSnapshot)).toMatchObject({
      kind: 'dandiset-yaml',
      localPath: '000027/dandiset.yaml',
      failure: null,
    })
  })

  it('keeps what cannot be placed in sight, as failed and with its reason', () => {
    expect(place(['../x', 'a//b', 'con/x'], sampleOrder(), windows)).toEqual([
      ['000027/../x', 'disk.unsafe-path'],
      ['000027/a//b', 'disk.unsafe-path'],
      ['000027/con/x', 'reserved'],
    ])
  })

  it('counts the parts of a file, one for an empty one, and leaves those of a Zarr open', () => {
    const part = 64 * 1024 * 1024
    const placer = createPlacer(sampleOrder(), sampleSnapshot, linux)
    const parts = [0, 1, part, part + 1].map(
      (sizeBytes) => placer.place([sampleEntry({ path: `f${sizeBytes}`, sizeBytes })])[0]?.parts,
    )
    expect(parts).toEqual([1, 1, 1, 2])
    expect(placer.place([sampleEntry({ path: 'z', kind: 'zarr' })])[0]).toMatchObject({
      kind: 'zarr',
      parts: 0,
    })
  })
})

describe('dandiset.yaml', () => {
  it.each<[Pick, boolean, boolean]>([
    [{ kind: 'dandiset' }, true, true],
    [{ kind: 'dandiset-yaml' }, true, true],
    [{ kind: 'folder', path: 'a/' }, false, true],
    [{ kind: 'item', path: 'a' }, false, true],
    [{ kind: 'glob', pattern: '*' }, false, true],
  ])('comes with %j: %s, with the tree kept: %s', (pick, plain, kept) => {
    expect(wantsYaml(picking(pick))).toBe(plain)
    expect(wantsYaml(picking(pick, { preserveTree: true }))).toBe(kept)
    expect(wantsYaml(picking(pick, { preserveTree: true, dandisetYaml: false }))).toBe(false)
  })
})

describe('the folder and the words of an order', () => {
  it.each<[Pick, string, string]>([
    [{ kind: 'dandiset' }, '000027', 'everything'],
    [{ kind: 'folder', path: 'a/b/' }, 'b', 'a/b/'],
    [{ kind: 'item', path: 'a/b.nwb' }, '', 'a/b.nwb'],
    [{ kind: 'prefix', prefix: 'sub-' }, '', 'sub-…'],
    [{ kind: 'glob', pattern: '*.nwb' }, '', '*.nwb'],
    [{ kind: 'dandiset-yaml' }, '000027', 'dandiset.yaml'],
  ])('of %j are %s and %s', (pick, folder, words) => {
    expect(folderOf(picking(pick), '000027')).toBe(folder)
    expect(folderOf(picking(pick, { preserveTree: true }), '000027')).toBe('000027')
    expect(summaryOf(picking(pick))).toBe(words)
  })

  it('name what was picked', () => {
    const asked = wanting(wanting(noFilter, 'subject', ['A', 'B']), 'type', ['nwb'])
    const filter = {
      ...asked,
      text: 'ecephys',
      include: ['*1*'],
      exclude: ['*.avi'],
    }
    const ticks = [{ path: 'a/', on: true }]
    const words = (change: Partial<Order['selection']>) =>
      summaryOf(sampleOrder({ selection: { ...everything, ...change } }))
    expect(words({ filter })).toBe('“ecephys” · subject A, subject B · nwb · *1* · not *.avi')
    expect(words({ filter: wanting(noFilter, 'subject', ['1', '2', '3', '4']) })).toBe('4 subjects')
    expect(words({ base: 'none', ticks })).toBe('a/')
    expect(words({ ticks: [{ path: 'a/', on: false }] })).toBe('without a/')
  })
})
