import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CartHow } from '../../main/model/cart.ts'
import { orderDefaults } from '../../main/model/job.ts'
import { everything, noFilter } from '../../main/model/selection.ts'
import { type EngineWorld, isOver, startEngineWorld } from '../support/engine-world.ts'

let world: EngineWorld

/** Two dandisets with a file of the same name, and one with more. */
beforeEach(async () => {
  world = await startEngineWorld()
  world.archive.addAsset('200018', 'pair/sub-1.nwb', { sizeBytes: 4000 })
  world.archive.addAsset('200018', 'pair/sub-2.nwb', { sizeBytes: 500 })
  world.archive.addAsset('200019', 'pair/sub-1.nwb', { sizeBytes: 7000 })
  const items = ['200018', '200019'].map((dandisetId) => ({
    ref: {
      instance: 'local',
      dandisetId,
      version: 'draft',
      pick: { kind: 'dandiset' as const },
    },
    selection: structuredClone({
      ...everything,
      filter: { ...noFilter, include: ['pair/*'] },
    }) as never,
  }))
  await world.engine['cart.add']({ items })
})
afterEach(() => world.close())

function how(change: Partial<CartHow> = {}) {
  const usual: CartHow = {
    ...orderDefaults,
    destination: world.out,
    source: 'auto',
    existing: 'error',
    preserveTree: false,
    assets: true,
    dandisetYaml: true,
  }
  return { how: { ...usual, ...change } as never }
}

const template = (text: string) => ({ layout: { kind: 'template', template: text } as const })
const all = { verdict: 'all', offset: 0, limit: 100 } as const

async function download(change: Partial<CartHow> = {}): Promise<void> {
  const { jobIds } = await world.engine['cart.order'](how(change))
  for (const jobId of jobIds) await world.until(jobId, isOver)
}

describe('the plan of a cart', () => {
  it('adds up what each dandiset comes to, and writes nothing', async () => {
    const plan = await world.engine['cart.plan'](how())
    expect(plan.orders).toEqual([
      { dandisetId: '200018', version: 'draft', files: 3, bytes: 4500 },
      { dandisetId: '200019', version: 'draft', files: 2, bytes: 7000 },
    ])
    expect(plan).toMatchObject({ files: 5, bytes: 11_500, bytesToFetch: 11_500, clashing: 0 })
    const { rows } = await world.engine['plan.page']({ planId: plan.planId, ...all })
    expect(rows.map((row) => row.localPath)).toEqual([
      '200018/dandiset.yaml',
      '200018/pair/sub-1.nwb',
      '200018/pair/sub-2.nwb',
      '200019/dandiset.yaml',
      '200019/pair/sub-1.nwb',
    ])
    expect(rows.at(-1)?.path).toBe('200019/pair/sub-1.nwb')
    expect(existsSync(world.out)).toBe(false)
  })

  it('tells what is there already, and what stands in the way with its ways out', async () => {
    await download()
    await writeFile(join(world.out, '200019/pair/sub-1.nwb'), 'mine')
    const plan = await world.engine['cart.plan'](how())
    expect(plan.keep.files).toBe(4)
    expect(plan.problems.map((it) => it.path)).toEqual(['200019/pair/sub-1.nwb'])
    expect(plan.waysOut.map((it) => it.kind)).toEqual([
      'skip-existing',
      'replace-different',
      'leave-out',
    ])
    const replacing = await world.engine['cart.plan'](how({ existing: 'overwrite-different' }))
    expect(replacing).toMatchObject({ replace: { files: 1 }, problemCount: 0 })
  })

  it('copies or links what was fetched before, as it is asked', async () => {
    await download()
    const elsewhere = join(world.out, 'elsewhere')
    await mkdir(elsewhere)
    const asked = { destination: elsewhere, reuse: 'link' as const, dandisetYaml: false }
    const plan = await world.engine['cart.plan'](how(asked))
    expect(plan).toMatchObject({ reuse: { files: 3 }, reuseMode: 'link', bytesToTake: 0 })
    const again = await world.engine['cart.plan'](how({ ...asked, reuse: 'none' }))
    expect(again).toMatchObject({ fetch: { files: 3 }, bytesToFetch: 11_500 })
  })

  it('neither lets two dandisets have one place nor orders them so; the layout can keep them apart', async () => {
    const plan = await world.engine['cart.plan'](how(template('{name}')))
    expect(plan.clashing).toBe(1)
    expect(plan.problems[0]).toMatchObject({
      path: '200019/pair/sub-1.nwb',
      failure: { code: 'disk.clash', details: { other: '200018' } },
    })
    expect(plan.waysOut).toEqual([{ kind: 'leave-out', files: 1 }])
    await expect(world.engine['cart.order'](how(template('{name}')))).rejects.toMatchObject({
      code: 'disk.clash',
      details: { path: 'pair/sub-1.nwb', other: '200018' },
    })
    expect((await world.engine.snapshot(undefined)).jobs).toEqual([])
    const apart = template('{dandiset}-{name}')
    expect(await world.engine['cart.plan'](how(apart))).toMatchObject({ clashing: 0, files: 3 })
    await download(apart)
    const written = await readdir(world.out)
    expect(written.sort()).toEqual(['200018-sub-1.nwb', '200018-sub-2.nwb', '200019-sub-1.nwb'])
    expect((await readFile(join(world.out, '200019-sub-1.nwb'))).length).toBe(7000)
  })

  it('is carried out by jobs that tell how, not which of thousands of files', async () => {
    const { items } = await world.engine['cart.get'](undefined)
    await world.engine['cart.rules']({ limitBytes: 5000 })
    const { jobIds } = await world.engine['cart.order'](how(template('{dandiset}-{name}')))
    for (const jobId of jobIds) await world.until(jobId, isOver)
    const { jobs } = await world.engine.snapshot(undefined)
    expect(items).toHaveLength(2)
    expect(jobs.map((job) => job.counts.done)).toEqual([2])
    expect(jobs[0]?.order).toMatchObject(template('{dandiset}-{name}'))
    expect(jobs[0]?.order).not.toHaveProperty('selection')
  })

  it('leaves out what cannot be saved, which can be taken back', async () => {
    const { planId } = await world.engine['cart.plan'](how(template('{name}')))
    await world.engine['cart.leave-out']({ planId })
    const without = await world.engine['cart.plan'](how(template('{name}')))
    expect(without).toMatchObject({ files: 2, problemCount: 0 })
    await world.engine['cart.undo'](undefined)
    expect(await world.engine['cart.plan'](how())).toMatchObject({ files: 5 })
  })
})
