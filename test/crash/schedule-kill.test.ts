import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RunView } from '../../main/model/schedule.ts'
import { type Archive, startArchive } from '../archive/archive.ts'
import { seededRandom } from '../archive/content/random.ts'
import { type Program, prepareProgram } from './program.ts'

const id = '200001'
const files = 600
const kills = Number(process.env.DANDELION_SCHEDULE_KILLS ?? 5)
const seed = process.env.DANDELION_CRASH_SEED ?? String(Date.now())
const random = seededRandom(seed)

let archive: Archive
let program: Program
let root: string
const out = () => join(root, 'out')

beforeAll(async () => {
  program = await prepareProgram()
  archive = await startArchive()
  for (const path of archive.paths(id, 'draft')) archive.removeAsset(id, path)
  for (let at = 0; at < files; at++)
    archive.addAsset(id, `sub-${at % 7}/${at}.nwb`, { bytes: `file ${at}\n` })
  root = mkdtempSync(join(tmpdir(), 'dandelion-schedule-crash-'))
}, 240_000)
afterAll(async () => {
  await archive?.close()
  program?.close()
  if (root) rmSync(root, { recursive: true, force: true })
})

const start = (...args: readonly string[]) =>
  program.start(['schedules', ...args, '--data-dir', join(root, 'data'), '--json'])

const there = () =>
  readdirSync(out(), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.nwb'))

/** Ended once some more files have their names. */
async function killed(): Promise<number> {
  const running = start('run', 'nightly')
  const wanted = count() + Math.floor(random() * (files / kills / 2))
  while (running.process.exitCode === null && count() <= wanted) await delay(2)
  running.process.kill('SIGKILL')
  await running.ended
  return count()
}

function count(): number {
  try {
    return there().length
  } catch {
    return 0
  }
}

it(`a run killed again and again tells each file once (DANDELION_CRASH_SEED=${seed})`, async () => {
  const where = ['-i', archive.urls.web, '-o', out(), '--name', 'nightly', '--keep-free', 'none']
  expect(await start('add', `DANDI:${id}/draft`, ...where).ended).toBe(0)
  const counts: number[] = []
  for (let kill = 0; kill < kills; kill++) counts.push(await killed())
  const last = start('run', 'nightly')
  expect([await last.ended, last.output()]).toEqual([0, expect.stringContaining('"done"')])
  process.stdout.write(`\nkilled with ${counts.join(', ')} of ${files} files there\n`)
  const line =
    last
      .output()
      .split('\n')
      .find((text) => text.includes('"event":"run"')) ?? '{}'
  const run = JSON.parse(line) as RunView
  expect(run).toMatchObject({ tally: { added: files, changed: 0, failed: 0, conflicts: 0 } })
  expect(run.pauses.map(({ reason }) => reason)).toEqual(counts.map(() => 'closed'))
  expect(there()).toHaveLength(files)
  const told = start('history', 'nightly', '--changes', String(run.id))
  expect(await told.ended).toBe(0)
  const paths = told.output().match(/"localPath":"[^"]+"/g) ?? []
  expect([paths.length, new Set(paths).size]).toEqual([files, files])
})
