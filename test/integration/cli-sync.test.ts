import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensureBuilt } from '../../build/setup/out.mjs'
import { type Archive, startArchive } from '../archive/archive.ts'
import { jsonLines, startCli, startCommand } from '../support/cli-run.ts'
import { addGate } from '../support/gate.ts'

const id = '200001'
let archive: Archive
let root: string
let out: string

beforeAll(async () => {
  await ensureBuilt()
}, 240_000)
beforeEach(async () => {
  archive = await startArchive()
  for (const path of archive.paths(id, 'draft')) archive.removeAsset(id, path)
  for (const name of ['a', 'b', 'c']) archive.addAsset(id, `sub-1/${name}.nwb`, { bytes: name })
  root = await mkdtemp(join(tmpdir(), 'dandelion-cli-sync-'))
  out = join(root, 'out')
})
afterEach(async () => {
  await archive.close()
  await rm(root, { recursive: true, force: true })
})

function whole(args: readonly string[]): readonly string[] {
  const common = ['--data-dir', join(root, 'data'), '-i', archive.urls.api, '-o', out]
  const what = [`DANDI:${id}/draft`, '--download', 'assets', '--keep-free', 'none']
  return ['sync', ...what, ...common, ...args]
}
const start = (...args: readonly string[]) => startCommand(whole(args), { env: { HOME: root } })
const run = (...args: readonly string[]) => start(...args).ended
const startProcess = () => startCli(whole([]), { env: { HOME: root } })

describe('dandelion sync', () => {
  it('tells its plan and writes nothing, then does it', async () => {
    const planned = await run('--plan')
    expect(planned.code).toBe(0)
    expect(planned.stdout).toContain(`+ add            1 B  ${id}/sub-1/a.nwb`)
    expect(planned.stdout).toContain('3 new')
    expect(existsSync(out)).toBe(false)
    const done = await startProcess().ended
    expect([done.code, done.stderr]).toEqual([0, ''])
    expect(done.stdout).toMatch(/✓ verified.*a\.nwb\n(.*\n)*3 added/)
    expect(done.stdout.trimEnd().split('\n').at(-1)).toBe(out)
    expect(await readFile(join(out, id, 'sub-1', 'a.nwb'), 'utf8')).toBe('a')
    expect((await run()).stdout).toContain('Nothing had changed.')
  })

  it('tells programs each event as an object a line', async () => {
    await run()
    archive.removeAsset(id, 'sub-1/a.nwb')
    archive.renameAsset(id, 'sub-1/b.nwb', 'sub-2/b.nwb')
    archive.addAsset(id, 'sub-3/d.nwb', { bytes: 'new' })
    await writeFile(join(out, id, 'notes.txt'), 'mine')
    const { code, stdout } = await run('--remove', 'trash', '--json')
    const lines = jsonLines(stdout)
    expect(code).toBe(0)
    expect(lines.find((line) => line.event === 'plan')).toMatchObject({
      remove: 'trash',
      tallies: { add: { files: 1 }, rename: { files: 1 }, vanish: { files: 1 } },
    })
    expect(lines.filter((line) => line.event === 'file')).toMatchObject([
      { path: `${id}/sub-3/d.nwb`, state: 'done' },
    ])
    expect(lines.at(-1)).toMatchObject({
      event: 'sync',
      outcome: 'done',
      added: 1,
      renamed: 1,
      removed: 1,
    })
    expect(existsSync(join(out, '.dandelion-trash'))).toBe(true)
    expect(existsSync(join(out, id, 'notes.txt'))).toBe(true)
  })

  it('asks with exit code 1 where a limit says so, and goes on with --yes', async () => {
    await run()
    archive.removeAsset(id, 'sub-1/a.nwb')
    const asked = await run('--remove', 'delete', '--max-removed', '0')
    expect(asked.code).toBe(1)
    expect(asked.stderr).toContain('1 file would be removed or replaced; the limit is 0.')
    expect(existsSync(join(out, id, 'sub-1', 'a.nwb'))).toBe(true)
    const done = await run('--remove', 'delete', '--max-removed', '0', '--yes')
    expect(done.code).toBe(0)
    expect(existsSync(join(out, id, 'sub-1', 'a.nwb'))).toBe(false)
  })

  it('takes an unmounted disk for what it is', async () => {
    await run()
    await rm(out, { recursive: true })
    const missing = await run()
    expect(missing.code).toBe(4)
    expect(missing.stderr).toContain('The folder is not there.')
    expect(existsSync(out)).toBe(false)
    expect((await run('--this-folder')).stdout).toContain('3 added')
  })

  it('started twice tells who has the data folder, and leaves or waits as told', async () => {
    const gate = addGate(archive, { service: 's3', where: '/blobs/' })
    const first = startProcess()
    await gate.waiting(1)
    const second = await run()
    expect(second.code).toBe(3)
    expect(second.stderr).toMatch(
      /A command in a terminal has used it since \w{3},? .*\d\d:\d\d \(process \d+\)/,
    )
    const late = await run('--wait=0')
    expect([late.code, late.stderr]).toEqual([3, second.stderr])
    const third = start('--wait', '--json')
    await expect.poll(third.complaints).toContain('Waiting for it.')
    gate.open()
    expect((await first.ended).code).toBe(0)
    const waited = await third.ended
    expect(waited.code).toBe(0)
    expect(jsonLines(waited.stdout).at(-1)).toMatchObject({ outcome: 'done', added: 0 })
  })
})
