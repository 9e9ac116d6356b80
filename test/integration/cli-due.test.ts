import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensureBuilt } from '../../build/setup/out.mjs'
import { takeOver } from '../../main/engine/take-over.ts'
import { createEngine, type EnginePorts } from '../../main/engine.ts'
import type { RunView, Schedule } from '../../main/model/schedule.ts'
import { openStore, type Store } from '../../main/store/database.ts'
import { type Archive, startArchive } from '../archive/archive.ts'
import { jsonLines, startCli } from '../support/cli-run.ts'
import { addGate } from '../support/gate.ts'

/** `sync --due` as a process, with the real clock: schedules are put back in time to be due. */

const id = '200001'
const DAY_MS = 86_400_000
let archive: Archive
let root: string
let out: string
let dataDir: string

beforeAll(async () => {
  await ensureBuilt()
}, 240_000)
beforeEach(async () => {
  archive = await startArchive()
  for (const path of archive.paths(id, 'draft')) archive.removeAsset(id, path)
  for (const name of ['a', 'b']) archive.addAsset(id, `sub-1/${name}.nwb`, { bytes: name })
  root = await mkdtemp(join(tmpdir(), 'dandelion-cli-due-'))
  out = join(root, 'out')
  dataDir = join(root, 'data')
})
afterEach(async () => {
  await archive.close()
  await rm(root, { recursive: true, force: true })
})

function start(...args: readonly string[]) {
  return startCli([...args, '--data-dir', dataDir], { env: { HOME: root } })
}
const run = (...args: readonly string[]) => start(...args).ended

async function addSchedule(name: string, folder = out): Promise<void> {
  const where = ['-i', archive.urls.api, '-o', folder, '--name', name, '--at', '00:00']
  const made = await run('schedules', 'add', `DANDI:${id}/draft`, ...where)
  expect([made.code, made.stderr]).toEqual([0, ''])
}

function inStore<T>(act: (store: Store) => T): T {
  const nativeBinding = process.env.DANDELION_SQLITE_BINDING ?? null
  const store = openStore({ dataDir, nativeBinding })
  try {
    return act(store)
  } finally {
    store.close()
  }
}

function windowPorts(): EnginePorts {
  const nothing = () => {}
  return {
    dataDir,
    host: 'window',
    defaultDestination: out,
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    secrets: {
      kind: 'session',
      get: () => Promise.resolve(null),
      set: () => Promise.resolve(),
      remove: () => Promise.resolve(),
    },
    notify: nothing,
    workerUrl: new URL('../../main/transfer/worker.ts', import.meta.url),
    proxyFor: null,
    sqliteBinding: process.env.DANDELION_SQLITE_BINDING ?? null,
    environment: {},
    userAgent: 'dandelion-test/1',
    recover: 'run',
    keepsSchedules: true,
    attempts: 3,
  }
}

/** As if the program had been off for the last three days. */
function missThreeNights(): void {
  inStore((store) => {
    const since = Date.now() - 3 * DAY_MS
    for (const each of store.schedules.all()) store.schedules.put({ ...each, since } as Schedule)
  })
}

const runs = (): readonly RunView[] =>
  inStore((store) => store.schedules.runs.page(null, 0, 99).rows)

describe('dandelion sync --due', () => {
  it('says that nothing is due, and leaves', async () => {
    expect(await run('sync', '--due')).toMatchObject({
      code: 0,
      stdout: 'There are no schedules yet.\n',
    })
    await addSchedule('nightly')
    const idle = await run('sync', '--due')
    expect([idle.code, idle.stderr]).toEqual([0, ''])
    expect(idle.stdout).toMatch(/^Nothing is due\. Next: nightly, \w{3},? .*00:00\n$/)
    expect(runs()).toEqual([])
  })

  it('catches up what was missed, keeps it in the history, and has nothing left to do', async () => {
    await addSchedule('nightly')
    missThreeNights()
    const due = await run('sync', '--due')
    expect([due.code, due.stderr]).toEqual([0, ''])
    expect(due.stdout).toMatch(/^nightly: running\n(✓ verified .*\n){3}.*nightly: Done, caught up/)
    expect(due.stdout).toMatch(/\nNext: nightly, .*00:00\n$/)
    expect(await readFile(join(out, id, 'sub-1', 'a.nwb'), 'utf8')).toBe('a')
    expect(runs()).toMatchObject([{ outcome: 'done', isCaughtUp: true, missed: 2 }])
    expect((await run('schedules', 'history')).stdout).toContain('nightly: Done')
    expect((await run('sync', '--due')).stdout).toMatch(/^Nothing is due\./)
    expect(runs()).toHaveLength(1)
  })

  it('tells programs each run as an object a line, and fails when one of them failed', async () => {
    await addSchedule('nightly')
    await addSchedule('other', join(root, 'other'))
    missThreeNights()
    archive.faults.add({ name: 'forbidden', where: '/blobs/' })
    const { code, stdout } = await run('sync', '--due', '--json')
    const lines = jsonLines(stdout)
    expect(code).toBeGreaterThan(0)
    const told = lines.filter(({ event, phase }) => event === 'run' && phase === 'ended')
    expect(told.map(({ name, outcome }) => [name, outcome]).sort()).toEqual([
      ['nightly', 'failed'],
      ['other', 'failed'],
    ])
    expect(lines.at(-1)).toMatchObject({ event: 'end', runs: 2, leftTo: null })
    expect(lines.at(-1)?.nextAt).toBeGreaterThan(Date.now())
  })

  it('makes room for the window, which goes on in the middle of the file', async () => {
    await addSchedule('nightly')
    missThreeNights()
    const gate = addGate(archive, { service: 's3', where: '/blobs/' })
    const due = start('sync', '--due')
    await gate.waiting(1)
    const second = await run('sync', '--due')
    expect(second.code).toBe(3)
    expect(second.stderr).toContain('Runs of schedules (dandelion sync --due) have used it since')
    const window = await takeOver(dataDir, () => createEngine(windowPorts()))
    const left = await due.ended
    expect([left.code, left.stderr]).toEqual([0, ''])
    expect(left.stdout).toMatch(/The window goes on with it\.\n$/)
    const third = await run('sync', '--due', '--wait')
    expect([third.code, third.stdout]).toEqual([0, 'The open window runs what is due.\n'])
    const done = new Promise<void>((resolve) => {
      window.subscribe(() => window.hasDueRuns() || resolve())
    })
    gate.open()
    await done
    await window.close()
    expect(runs()).toMatchObject([{ outcome: 'done', pauses: [{ reason: 'closed' }] }])
    expect(existsSync(join(out, id, 'sub-1', 'b.nwb'))).toBe(true)
  })
})
