import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Pick } from '../../main/model/entry.ts'
import { everything, noFilter } from '../../main/model/selection.ts'
import { digestsOf, sha256, treeOf } from '../support/engine-tree.ts'
import { type EngineWorld, startEngineWorld } from '../support/engine-world.ts'

const dandisetId = '200018'
const folder = 'sub-R01/'

let world: EngineWorld
let paths: readonly string[]
let number = 0

beforeAll(async () => {
  world = await startEngineWorld()
  paths = world.archive.paths(dandisetId, 'draft').filter((path) => path.startsWith(folder))
})
afterAll(() => world.close())

/** Place on disk → asset path of every file that arrives. */
async function places(pick: Pick, preserveTree: boolean): Promise<Record<string, string>> {
  number += 1
  const destination = join(world.out, `case-${number}`)
  const order = { pick, preserveTree, destination, version: 'draft' } as const
  const job = await world.run(world.order(dandisetId, order))
  expect(job.counts.failed).toBe(0)
  const byDigest = new Map(paths.map((path) => [digestOf(path), path]))
  const found = Object.entries(await digestsOf(destination))
  return Object.fromEntries(
    found.map(([place, digest]) => [place, byDigest.get(digest) ?? place.split('/').at(-1) ?? '']),
  )
}

function digestOf(path: string): string {
  return sha256(world.archive.bytesOf(dandisetId, 'draft', path))
}

function laid(chosen: readonly string[], place: (path: string) => string, yaml = false) {
  const files = Object.fromEntries(chosen.map((path) => [place(path), path]))
  return yaml ? { ...files, [`${dandisetId}/dandiset.yaml`]: 'dandiset.yaml' } : files
}

const inTree = (path: string) => `${dandisetId}/${path}`
const name = (path: string) => path.split('/').at(-1) ?? ''

describe('where files go, as the dandi client puts them', () => {
  it('a folder: itself, without its parents', async () => {
    const pick = { kind: 'folder', path: folder } as const
    expect(await places(pick, false)).toEqual(laid(paths, (path) => path))
    expect(await places(pick, true)).toEqual(laid(paths, inTree, true))
  })

  it('an item: its bare name', async () => {
    const path = paths[0] ?? ''
    const pick = { kind: 'item', path } as const
    expect(await places(pick, false)).toEqual(laid([path], name))
    expect(await places(pick, true)).toEqual(laid([path], inTree, true))
  })

  it('an asset by its id: its bare name', async () => {
    const path = paths[1] ?? ''
    const { assetId } = world.archive.entry(dandisetId, 'draft', path)
    const pick = { kind: 'asset', assetId } as const
    expect(await places(pick, false)).toEqual(laid([path], name))
    expect(await places(pick, true)).toEqual(laid([path], inTree, true))
  })

  it('a prefix: what follows its last slash', async () => {
    const chosen = paths.filter((path) => path.startsWith('sub-R01/sub-R01'))
    const pick = { kind: 'prefix', prefix: 'sub-R01/sub-R0' } as const
    expect(await places(pick, false)).toEqual(laid(chosen, name))
    expect(await places(pick, true)).toEqual(laid(chosen, inTree, true))
  })

  it('a pattern: the full path, without the dandiset', async () => {
    const pick = { kind: 'glob', pattern: '*sub-R01*' } as const
    expect(await places(pick, false)).toEqual(laid(paths, (path) => path))
    expect(await places(pick, true)).toEqual(laid(paths, inTree, true))
  })

  it('a dandiset: its number, with dandiset.yaml, and odd names as they are', async () => {
    const destination = join(world.out, 'whole')
    const job = await world.run(world.order('200003', { destination, version: 'draft' }))
    expect(job.counts.failed).toBe(0)
    const wanted = world.archive.paths('200003', 'draft').map((path) => `200003/${path}`)
    const found = [...(await treeOf(destination)).keys()]
    expect(found.sort()).toEqual([...wanted, '200003/dandiset.yaml'].sort())
  })

  it('dandiset.yaml alone, and assets alone', async () => {
    const only = join(world.out, 'only-yaml')
    await world.run(world.order('200001', { destination: only, assets: false }))
    expect([...(await treeOf(only)).keys()]).toEqual(['200001/dandiset.yaml'])
    const without = join(world.out, 'without-yaml')
    await world.run(world.order('200001', { destination: without, dandisetYaml: false }))
    const paths = world.archive.paths('200001', 'draft').map((path) => `200001/${path}`)
    expect([...(await treeOf(without)).keys()]).toEqual(paths)
  })

  it('has the time of the uploaded file, and dandiset.yaml that of the version', async () => {
    const destination = join(world.out, 'times')
    await world.run(world.order('200001', { destination, version: 'draft' }))
    const path = world.archive.paths('200001', 'draft')[0] ?? ''
    const { metadata } = world.archive.entry('200001', 'draft', path)
    const tree = await treeOf(destination)
    const said = (metadata as { blobDateModified: string }).blobDateModified
    expect(tree.get(`200001/${path}`)?.modifiedAt).toBe(Date.parse(said))
    const answer = await fetch(`${world.archive.urls.api}/dandisets/200001/`)
    const dandiset = (await answer.json()) as { draft_version: { modified: string } }
    const wanted = Date.parse(dandiset.draft_version.modified)
    expect(tree.get('200001/dandiset.yaml')?.modifiedAt).toBe(wanted)
  })
})

describe('sizes at which programs go wrong', () => {
  it('no byte, one byte, a mebibyte more or less, and exactly one part', async () => {
    const destination = join(world.out, 'sizes')
    const chosen = world.archive
      .paths('200009', 'draft')
      .filter((path) => world.archive.entry('200009', 'draft', path).sizeBytes <= 64 * 1024 * 1024)
    const selection = { ...everything, filter: { ...noFilter, include: chosen } }
    const order = { destination, selection, dandisetYaml: false, version: 'draft' }
    const job = await world.run(world.order('200009', order))
    expect(job.counts).toMatchObject({ total: chosen.length, done: chosen.length })
    const found = await digestsOf(join(destination, '200009'))
    for (const path of chosen) {
      const bytes = world.archive.bytesOf('200009', 'draft', path)
      expect(found[path], path).toBe(sha256(bytes))
    }
  })
})
