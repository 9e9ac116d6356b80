import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { everything, noFilter, wanting } from '../../main/model/selection.ts'
import { dataRequests } from '../support/engine-requests.ts'
import { below, digestsOf, type FileOnDisk, treeOf, trueDigests } from '../support/engine-tree.ts'
import { type EngineWorld, startEngineWorld } from '../support/engine-world.ts'
import { hasRealData, realData } from '../support/sample-archive.ts'

const sources = ['api', 's3', 'webdav'] as const

let world: EngineWorld

beforeAll(async () => {
  world = await startEngineWorld({ archive: hasRealData ? { dataDir: realData } : {} })
})
afterAll(() => world.close())

/** The mtime that each asset must have, ms; a Zarr's entries have their own. */
function trueTimes(dandisetId: string, version: string, files: Iterable<string>) {
  const times: Record<string, number> = {}
  for (const path of files) {
    const { metadata, modified } = world.archive.entry(dandisetId, version, path)
    const said = (metadata as { blobDateModified?: string }).blobDateModified
    times[path] = Date.parse(said ?? modified)
  }
  return times
}

function timesOf(tree: ReadonlyMap<string, FileOnDisk>, folder: string, files: Iterable<string>) {
  return Object.fromEntries(
    [...files].map((path) => [path, tree.get(`${folder}/${path}`)?.modifiedAt]),
  )
}

function plain(tree: ReadonlyMap<string, FileOnDisk>) {
  return Object.fromEntries(tree)
}

describe('the same tree from every source', () => {
  it('a whole dandiset with Zarrs: paths, bytes and times', async () => {
    const trees: Record<string, ReadonlyMap<string, FileOnDisk>> = {}
    for (const source of sources) {
      const destination = join(world.out, `whole-${source}`)
      const job = await world.run(world.order('200006', { source, destination }))
      expect(job.counts).toMatchObject({ total: 8, done: 8, failed: 0 })
      trees[source] = await treeOf(destination)
    }
    const truth = trueDigests(world.archive, '200006', 'draft')
    const { '200006/dandiset.yaml': _, ...digests } = await digestsOf(join(world.out, 'whole-api'))
    expect(digests).toEqual(below('200006', truth))
    const blobs = world.archive
      .paths('200006', 'draft')
      .filter((path) => world.archive.entry('200006', 'draft', path).zarrId === undefined)
    const wanted = trueTimes('200006', 'draft', blobs)
    for (const source of sources) {
      const tree = trees[source]
      if (!tree) throw new Error(`no tree from ${source}`)
      expect(timesOf(tree, '200006', blobs), source).toEqual(wanted)
      expect(plain(tree), source).toEqual(plain(trees.api ?? new Map()))
    }
  })

  it('takes the bytes from the source that was asked for', async () => {
    const wanted = { api: 'X-Amz-Signature', s3: '/blobs/', webdav: '/blobs/' }
    for (const source of sources) {
      world.archive.clearRequests()
      const destination = join(world.out, `from-${source}`)
      const job = await world.run(world.order('200001', { source, destination }))
      const [transfer] = (await world.files(job.id)).filter((it) => it.kind === 'blob')
      expect(transfer?.source).toBe(source)
      const path = world.archive.paths('200001', 'draft')[0] ?? ''
      const data = dataRequests(world.archive, world.archive.entry('200001', 'draft', path).s3Path)
      expect(data).toHaveLength(1)
      expect(data[0]?.url).toContain(wanted[source])
    }
  })
})

const missing = hasRealData ? '' : ' (left out: ../shared/data is not there)'

describe.runIf(hasRealData || process.env.CI !== undefined)(`real dandisets${missing}`, () => {
  it('DANDI:000027 has its published digest from every source', async () => {
    for (const source of sources) {
      const destination = join(world.out, `000027-${source}`)
      const job = await world.run(world.order('000027', { source, destination }))
      expect(job.counts).toMatchObject({ total: 2, done: 2 })
      const digests = await digestsOf(destination)
      expect(digests['000027/sub-RAT123/sub-RAT123.nwb']).toBe(
        '1a765509384ea96b7b12136353d9c5b94f23d764ad0431e049197f7875eb352c',
      )
    }
  })

  it('a subject of DANDI:000023 is the same tree from every source', async () => {
    const subject = '571364629'
    const isMine = (path: string) => path.startsWith(`sub-${subject}/`)
    const paths = world.archive.paths('000023', '0.210914.1900').filter(isMine)
    const times = trueTimes('000023', '0.210914.1900', paths)
    const trees: unknown[] = []
    for (const source of sources) {
      const destination = join(world.out, `000023-${source}`)
      const selection = { ...everything, filter: wanting(noFilter, 'subject', [subject]) }
      const order = world.order('000023', { source, destination, selection, dandisetYaml: false })
      const job = await world.run(order)
      expect(job.version).toBe('0.210914.1900')
      expect(job.counts).toMatchObject({ total: paths.length, done: paths.length })
      const tree = await treeOf(destination)
      expect(timesOf(tree, '000023', paths), source).toEqual(times)
      trees.push(plain(tree))
    }
    expect(trees[1]).toEqual(trees[0])
    expect(trees[2]).toEqual(trees[0])
    const digests = trueDigests(world.archive, '000023', '0.210914.1900', isMine)
    expect(await digestsOf(join(world.out, '000023-api'))).toEqual(below('000023', digests))
  })
})
