import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { syncDue } from '../../main/cli/due.ts'
import { follow } from '../../main/cli/follow.ts'
import type { FollowVerb } from '../../main/cli/follow-arguments.ts'
import { keptKeys } from '../../main/shell/kept-keys.ts'
import { jsonLines } from '../support/cli-run.ts'
import { type DueWorld, startDueWorld } from '../support/due-world.ts'

/** Rules for new dandisets with the window closed: `sync --due`, in this process. */

let world: DueWorld
let out: string
let err: string

beforeEach(async () => {
  world = await startDueWorld()
})
afterEach(() => world.close())

const common = () => ({
  ...{ dataDir: world.dataDir, instance: world.archive.urls.api, json: false, waitMs: 0 },
  ...{ s3Url: null, webdavUrl: null },
})

function terminal() {
  ;[out, err] = ['', '']
  return {
    out(text: string) {
      out += text
    },
    err(text: string) {
      err += text
    },
    ...{ columns: () => null, environment: process.env, version: '1' },
    interrupted: new AbortController().signal,
  }
}

const ports = { keepAwake: () => () => {}, keptKeys }
const due = (json = false) => syncDue({ ...common(), json } as never, terminal(), ports)

it('a rule that is due looks once and tells what is new; one that is not asks for nothing', async () => {
  const verb: FollowVerb = {
    ...{ kind: 'add', name: 'Checks', text: '"checking an installation"', draftsToo: true },
    action: { kind: 'tell' },
  }
  await follow({ ...common(), kind: 'follow', verb } as never, terminal())
  expect([out, err]).toEqual([expect.stringContaining('Checks'), ''])
  expect(await due()).toBe(0)
  expect([out, err]).toEqual(['Looked for new dandisets.\n', ''])

  world.archive.addDandiset('299001', '200001')
  world.archive.clearRequests()
  expect(await due()).toBe(0)
  expect([out, world.archive.requests.length]).toEqual(['There are no schedules yet.\n', 0])

  world.lookedAnHourAgo()
  expect(await due(true)).toBe(0)
  expect(jsonLines(out)).toMatchObject([
    { event: 'find', dandisetId: '299001', ruleName: 'Checks' },
    { event: 'end', rules: 1, runs: 0, leftTo: null },
  ])
})

it('keys that the window keeps and this program cannot read are told in one line, unless they are given', async () => {
  mkdirSync(world.dataDir, { recursive: true })
  const kept = { dandi: 'x', 'ember-dandi': 'x', 'dandelion:webhook': 'x' }
  writeFileSync(join(world.dataDir, 'keys.json'), JSON.stringify(kept))
  await due()
  expect(err).toBe(
    'Keys that the window keeps cannot be read here; what needs them wants DANDI_API_KEY, EMBER_DANDI_API_KEY, and DANDELION_WEBHOOK_SECRET in the environment.\n',
  )
  const given = { DANDELION_API_KEY: 'k', DANDELION_WEBHOOK_SECRET: 's' }
  await syncDue(
    common() as never,
    { ...terminal(), environment: { ...process.env, ...given } },
    ports,
  )
  expect([out, err]).toEqual(['There are no schedules yet.\n', ''])
})
