import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensureBuilt } from '../../build/setup/out.mjs'
import { takeOver } from '../../main/engine/overnight/take-over.ts'
import { createEngine } from '../../main/engine.ts'
import { jsonLines } from '../support/cli-run.ts'
import { type DueWorld, startDueWorld } from '../support/due-world.ts'
import { addGate } from '../support/gate.ts'

/** `sync --due` with the real clock: schedules are put back in time to be due. */

let world: DueWorld
beforeAll(async () => {
  await ensureBuilt()
}, 240_000)
beforeEach(async () => {
  world = await startDueWorld()
})
afterEach(() => world.close())

describe('dandelion sync --due', () => {
  it('says that nothing is due, and leaves', async () => {
    expect(await world.run('sync', '--due')).toMatchObject({
      code: 0,
      stdout: 'There are no schedules yet.\n',
    })
    await world.addSchedule('nightly')
    const idle = await world.run('sync', '--due')
    expect([idle.code, idle.stderr]).toEqual([0, ''])
    expect(idle.stdout).toMatch(/^Nothing is due\. Next: nightly, \w{3},? .*00:00\n$/)
    expect(world.runs()).toEqual([])
  })

  it('catches up what was missed, keeps it in the history, and has nothing left to do', async () => {
    await world.addSchedule('nightly')
    world.missThreeNights()
    const due = await world.runProcess('sync', '--due')
    expect([due.code, due.stderr]).toEqual([0, ''])
    expect(due.stdout).toMatch(/^nightly: running\n(✓ verified .*\n){3}.*nightly: Done, caught up/)
    expect(due.stdout).toMatch(/\nNext: nightly, .*00:00\n$/)
    expect(await readFile(join(world.out, '200001', 'sub-1', 'a.nwb'), 'utf8')).toBe('a')
    expect(world.runs()).toMatchObject([{ outcome: 'done', isCaughtUp: true, missed: 2 }])
    expect((await world.run('schedules', 'history')).stdout).toContain('nightly: Done')
    expect((await world.run('sync', '--due')).stdout).toMatch(/^Nothing is due\./)
    expect(world.runs()).toHaveLength(1)
  })

  it('tells programs each run as an object a line, and fails when one of them failed', async () => {
    await world.addSchedule('nightly')
    await world.addSchedule('other', join(world.root, 'other'))
    world.missThreeNights()
    world.archive.faults.add({ name: 'forbidden', where: '/blobs/' })
    const { code, stdout } = await world.run('sync', '--due', '--json')
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

  it('rests when it is interrupted, as systemd stops it, and the next call goes on', async () => {
    await world.addSchedule('nightly')
    world.missThreeNights()
    const gate = addGate(world.archive, { service: 's3', where: '/blobs/' })
    const due = world.startProcess('sync', '--due')
    await gate.waiting(1)
    due.interrupt('SIGTERM')
    const stopped = await due.ended
    expect([stopped.code, stopped.stderr]).toEqual([
      130,
      '\nInterrupted. The same command goes on from here.\n',
    ])
    expect(world.runs()).toMatchObject([{ phase: 'waiting', waitsFor: 'closed' }])
    gate.open()
    expect((await world.run('sync', '--due')).stdout).toContain('nightly: Done')
    expect(world.runs()).toMatchObject([{ outcome: 'done', pauses: [{ reason: 'closed' }] }])
  })

  it('makes room for the window, which goes on in the middle of the file', async () => {
    await world.addSchedule('nightly')
    world.missThreeNights()
    const gate = addGate(world.archive, { service: 's3', where: '/blobs/' })
    const due = world.startProcess('sync', '--due')
    await gate.waiting(1)
    const second = await world.run('sync', '--due')
    expect(second.code).toBe(3)
    expect(second.stderr).toContain('Runs of schedules (dandelion sync --due) have used it since')
    const window = await takeOver(world.dataDir, () => createEngine(world.windowPorts()))
    const left = await due.ended
    expect([left.code, left.stderr]).toEqual([0, ''])
    expect(left.stdout).toMatch(/The window goes on with it\.\n$/)
    const third = await world.run('sync', '--due', '--wait')
    expect([third.code, third.stdout]).toEqual([0, 'The open window runs what is due.\n'])
    const other = await world.run('schedules')
    expect([other.code, other.stdout]).toEqual([3, ''])
    expect(other.stderr).toMatch(/Its window has been open since .*\(process \d+\)/)
    const done = new Promise<void>((resolve) => {
      window.subscribe(() => window.hasDueRuns() || resolve())
    })
    gate.open()
    await done
    await window.close()
    expect(world.runs()).toMatchObject([{ outcome: 'done', pauses: [{ reason: 'closed' }] }])
    expect(existsSync(join(world.out, '200001', 'sub-1', 'b.nwb'))).toBe(true)
  })
})
