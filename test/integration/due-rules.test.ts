import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { jsonLines, startCommand } from '../support/cli-run.ts'
import { type DueWorld, startDueWorld } from '../support/due-world.ts'

/** Rules for new dandisets with the window closed: `sync --due`. */

let world: DueWorld

beforeEach(async () => {
  world = await startDueWorld()
})
afterEach(() => world.close())

const due = (...more: readonly string[]) =>
  world.run('sync', '--due', '-i', world.archive.urls.api, ...more)

it('a rule that is due looks once and tells what is new; one that is not asks for nothing', async () => {
  const where = ['-i', world.archive.urls.api, '--name', 'Checks']
  const rule = await world.run('follow', 'add', '"checking an installation"', ...where)
  expect(rule).toEqual({ code: 0, stdout: expect.stringContaining('Checks'), stderr: '' })
  expect(await due()).toEqual({ code: 0, stdout: 'Looked for new dandisets.\n', stderr: '' })

  world.archive.addDandiset('299001', '200001')
  world.archive.clearRequests()
  const idle = await due()
  expect([idle.code, idle.stdout]).toEqual([0, 'There are no schedules yet.\n'])
  expect(world.archive.requests.length).toBe(0)

  world.lookedAnHourAgo()
  const { code, stdout } = await due('--json')
  expect(code).toBe(0)
  expect(jsonLines(stdout)).toMatchObject([
    { event: 'find', dandisetId: '299001', ruleName: 'Checks' },
    { event: 'end', rules: 1, runs: 0, leftTo: null },
  ])
})

it('keys that the window keeps and this program cannot read are told in one line, unless they are given', async () => {
  mkdirSync(world.dataDir, { recursive: true })
  const kept = { dandi: 'x', 'ember-dandi': 'x', 'dandelion:webhook': 'x' }
  writeFileSync(join(world.dataDir, 'keys.json'), JSON.stringify(kept))
  expect((await due()).stderr).toBe(
    'Keys that the window keeps cannot be read here; what needs them wants DANDI_API_KEY, EMBER_DANDI_API_KEY, and DANDELION_WEBHOOK_SECRET in the environment.\n',
  )
  const env = { HOME: world.root, DANDELION_API_KEY: 'k', DANDELION_WEBHOOK_SECRET: 's' }
  const told = await startCommand(['sync', '--due', '--data-dir', world.dataDir], { env }).ended
  expect([told.stdout, told.stderr]).toEqual(['There are no schedules yet.\n', ''])
})
