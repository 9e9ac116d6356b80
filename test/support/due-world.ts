import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { EnginePorts } from '../../main/engine.ts'
import type { RunView } from '../../main/model/schedule.ts'
import { openStore, type Store } from '../../main/store/database.ts'
import { type Archive, startArchive } from '../archive/archive.ts'
import { type CliRun, type Finished, startCli, startCommand } from './cli-run.ts'

/** A data folder that processes share, with schedules that are put back in time to be due. */
export interface DueWorld {
  readonly archive: Archive
  readonly root: string
  readonly out: string
  readonly dataDir: string
  /** A command line on this data folder, in the test's process. */
  run(...args: readonly string[]): Promise<Finished>
  /** The same as a process of its own. */
  startProcess(...args: readonly string[]): CliRun
  runProcess(...args: readonly string[]): Promise<Finished>
  /** Every night at midnight, the draft of 200001, which has two files. */
  addSchedule(name: string, folder?: string): Promise<void>
  /** As if the program had been off for the last three days. */
  missThreeNights(): void
  /** As if rules for new dandisets had last looked an hour ago. */
  lookedAnHourAgo(): void
  runs(): readonly RunView[]
  /** Of a window's engine, on the same data. */
  windowPorts(): EnginePorts
  close(): Promise<void>
}

const id = '200001'
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

export async function startDueWorld(): Promise<DueWorld> {
  const archive = await startArchive()
  for (const path of archive.paths(id, 'draft')) archive.removeAsset(id, path)
  for (const name of ['a', 'b']) archive.addAsset(id, `sub-1/${name}.nwb`, { bytes: name })
  const root = await mkdtemp(join(tmpdir(), 'dandelion-due-'))
  const out = join(root, 'out')
  const dataDir = join(root, 'data')
  const options = { env: { HOME: root } }
  const whole = (args: readonly string[]) => [...args, '--data-dir', dataDir]
  const run = (...args: readonly string[]) => startCommand(whole(args), options).ended
  const startProcess = (...args: readonly string[]) => startCli(whole(args), options)

  return {
    archive,
    root,
    out,
    dataDir,
    run,
    startProcess,
    runProcess: (...args) => startProcess(...args).ended,
    async addSchedule(name, folder = out) {
      const where = ['-i', archive.urls.api, '-o', folder, '--name', name, '--at', '00:00']
      const made = await run('schedules', 'add', `DANDI:${id}/draft`, ...where)
      expect([made.code, made.stderr]).toEqual([0, ''])
    },
    missThreeNights: () => missThreeNights(dataDir),
    lookedAnHourAgo: () =>
      inStore(dataDir, ({ follow }) => {
        for (const { id } of follow.rules()) follow.setLooked(id, Date.now() - HOUR_MS)
      }),
    runs: () => runsOf(dataDir),
    windowPorts: () => windowPorts(dataDir, out),
    async close() {
      await archive.close()
      await rm(root, { recursive: true, force: true })
    },
  }
}

/** As if the program of this data folder had been off for the last three days. */
export function missThreeNights(dataDir: string): void {
  const since = Date.now() - 3 * DAY_MS
  inStore(dataDir, ({ schedules }) => {
    for (const each of schedules.all()) schedules.put({ ...each, since })
  })
}

export function runsOf(dataDir: string): readonly RunView[] {
  return inStore(dataDir, ({ schedules }) => schedules.runs.page(null, 0, 99).rows)
}

function inStore<T>(dataDir: string, act: (store: Store) => T): T {
  const nativeBinding = process.env.DANDELION_SQLITE_BINDING ?? null
  const store = openStore({ dataDir, nativeBinding })
  try {
    return act(store)
  } finally {
    store.close()
  }
}

function windowPorts(dataDir: string, out: string): EnginePorts {
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
