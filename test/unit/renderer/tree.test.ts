import { expect, it } from 'vitest'
import type { TreeRow } from '../../../main/model/listing.ts'
import { everything, type Selection, tick } from '../../../main/model/selection.ts'
import { boxState, rootState } from '../../../renderer/screens/dandiset/box-state.ts'
import { flatten } from '../../../renderer/screens/dandiset/tree-rows.ts'
import { openingSelection } from '../../../renderer/store/drafts.ts'
import { Pages } from '../../../renderer/store/pages.ts'

function row(path: string, change: Partial<TreeRow> = {}): TreeRow {
  return {
    path,
    name: path,
    kind: path.endsWith('/') ? 'folder' : 'blob',
    files: 1,
    sizeBytes: 1,
    subjectId: null,
    session: null,
    type: 'nwb',
    modifiedAt: null,
    assetId: null,
    digest: null,
    chosenFiles: 0,
    ...change,
  }
}

const tree: Readonly<Record<string, readonly TreeRow[]>> = {
  '': [row('a/'), row('b/'), row('z.nwb')],
  'a/': [row('a/1'), row('a/2')],
  'b/': [row('b/c/'), row('b/9')],
  'b/c/': [row('b/c/x')],
}

async function loaded(...folders: readonly string[]) {
  const pages = new Pages<TreeRow>((folder) => {
    const rows = tree[folder] ?? []
    return Promise.resolve({ rows, total: rows.length })
  })
  for (const folder of folders) pages.want(0, 0, folder)
  await new Promise((resolve) => setTimeout(resolve))
  return pages
}

function paths(pages: Pages<TreeRow>, expanded: readonly string[]) {
  const flat = flatten(pages, new Set(expanded))
  return Array.from({ length: flat.count }, (_, index) => {
    const place = flat.at(index)
    const path = place && pages.at(place.index, place.folder)?.path
    return `${'>'.repeat(place?.depth ?? 0)}${path ?? '…'}`
  })
}

it('open folders stand above what is in them', async () => {
  const pages = await loaded('', 'a/', 'b/', 'b/c/')
  expect(paths(pages, [])).toEqual(['a/', 'b/', 'z.nwb'])
  expect(paths(pages, ['a/', 'b/', 'b/c/'])).toEqual([
    'a/',
    '>a/1',
    '>a/2',
    'b/',
    '>b/c/',
    '>>b/c/x',
    '>b/9',
    'z.nwb',
  ])
})

it('a folder that is not read yet has rows that wait', async () => {
  const pages = await loaded('')
  expect(paths(pages, ['a/'])).toEqual(['a/', '>…', '>…', '>…', 'b/', 'z.nwb'])
})

it('a closed folder hides open ones below it', async () => {
  const pages = await loaded('', 'b/', 'b/c/')
  expect(paths(pages, ['b/c/'])).toEqual(['a/', 'b/', 'z.nwb'])
})

it('a hundred thousand rows are one run, not a hundred thousand objects', async () => {
  const pages = new Pages<TreeRow>(() => Promise.resolve({ rows: [row('f')], total: 100_000 }))
  pages.want(0, 0)
  await new Promise((resolve) => setTimeout(resolve))
  const flat = flatten(pages, new Set())
  expect(flat.count).toBe(100_000)
  expect(flat.at(99_999)).toEqual({ folder: '', index: 99_999, depth: 0 })
  expect(flat.at(100_000)).toBeUndefined()
})

it('a folder is half ticked when only some below it are', () => {
  const some: Selection = tick(everything, 'a/1', false)
  expect(boxState(row('a/', { files: 2, chosenFiles: 1 }), some)).toBe('some')
  expect(boxState(row('a/1'), some)).toBe('off')
  expect(boxState(row('a/2'), some)).toBe('on')
  expect(boxState(row('b/', { files: 2, chosenFiles: 2 }), some)).toBe('on')
  expect(rootState(some)).toBe('some')
  expect(rootState(everything)).toBe('on')
})

it('an identifier of a folder opens with that folder ticked', () => {
  const ref = { instance: 'dandi', dandisetId: '000027', version: null } as const
  const folder = openingSelection({ ...ref, pick: { kind: 'folder', path: 'sub-A/' } })
  expect(folder).toMatchObject({ base: 'none', ticks: [{ path: 'sub-A/', on: true }] })
  const prefix = openingSelection({ ...ref, pick: { kind: 'prefix', prefix: 'sub-A/ses' } })
  expect(prefix).toMatchObject({ base: 'all', filter: { include: ['sub-A/ses*'] } })
})
