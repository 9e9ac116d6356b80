import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { ensureBuilt } from '../../build/setup/out.mjs'
import { type DueWorld, startDueWorld } from '../support/due-world.ts'

const id = '200001'
let world: DueWorld

beforeAll(async () => {
  await ensureBuilt()
}, 240_000)
beforeEach(async () => {
  world = await startDueWorld()
})
afterEach(() => world.close())

it('a run that asks is looked at, accepted, read back and taken back from the terminal', async () => {
  const { archive, out, run, runProcess } = world
  const where = ['-i', archive.urls.api, '-o', out, '--name', 'nightly', '--keep-free', 'none']
  const asking = ['--remove', 'trash', '--max-removed', '0', '--max-share', 'none']
  const made = await run('schedules', 'add', `DANDI:${id}/draft`, ...where, ...asking)
  expect([made.code, made.stderr]).toEqual([0, ''])
  const first = await runProcess('schedules', 'run', 'nightly')
  expect([first.code, first.stdout]).toEqual([0, expect.stringMatching(/^1 .*Done.*2 files added/)])

  archive.removeAsset(id, 'sub-1/a.nwb')
  const asked = await run('schedules', 'run', 'nightly')
  expect(asked.code).toBe(1)
  expect(asked.stdout).toContain(
    `${id}/draft: 1 file would be removed or replaced; the limit is 0.`,
  )
  const fingerprint = /--accept (\w{16})/.exec(asked.stdout)?.[1] ?? ''
  expect(existsSync(join(out, id, 'sub-1', 'a.nwb'))).toBe(true)

  const review = await run('schedules', 'review', 'nightly')
  expect(review.stdout).toMatch(/- gone .*sub-1\/a\.nwb/)
  expect(review.stdout).toContain(`--accept ${fingerprint}`)
  const wrong = await run('schedules', 'run', 'nightly', '--accept', '0000000000000000')
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining(fingerprint)])

  const done = await run('schedules', 'run', 'nightly', '--accept', fingerprint)
  expect([done.code, done.stdout]).toEqual([0, expect.stringMatching(/^3 .*1 removed/)])
  expect(existsSync(join(out, id, 'sub-1', 'a.nwb'))).toBe(false)
  const changes = await run('schedules', 'history', 'nightly', '--changes', '3')
  expect(changes.stdout).toMatch(/^in the trash +1 B {2}200001\/sub-1\/a\.nwb\n$/)
  const back = await run('schedules', 'undo', '3')
  expect([back.code, back.stdout]).toEqual([0, '1 file put back.\n'])
  expect(existsSync(join(out, id, 'sub-1', 'a.nwb'))).toBe(true)
})
