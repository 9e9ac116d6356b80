import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensureBuilt } from '../../build/setup/out.mjs'
import { timerPort } from '../../main/engine/overnight/timer-port.ts'
import { createEngine, type Engine } from '../../main/engine.ts'
import type { Ordered } from '../../main/machine/order.ts'
import type { TimerState } from '../../main/model/timers/timer.ts'
import { type DueWorld, startDueWorld } from '../support/due-world.ts'
import { scheduleDraft } from '../support/scheduled-world.ts'
import { runService, unitText } from '../support/timer-service.ts'

/** The system's timer as a window puts it in place, and what its service then does without one. */

let world: DueWorld
let units: string
let window: Engine
let orders: string[]
/** What the system answers to each order. */
let answer: Ordered

beforeAll(async () => {
  await ensureBuilt()
}, 240_000)
beforeEach(async () => {
  world = await startDueWorld()
  units = join(world.root, 'config', 'systemd', 'user')
  orders = []
  answer = { isDone: true, said: '' }
  window = await openWindow()
})
afterEach(async () => {
  await window.close()
  await world.close()
})

async function openWindow(): Promise<Engine> {
  const port = timerPort({
    platform: 'linux',
    environment: { ...process.env, XDG_CONFIG_HOME: join(world.root, 'config') },
    execPath: process.execPath,
    cliFile: new URL('../../out/main/cli.js', import.meta.url).pathname,
    isElectron: false,
    dataDir: world.dataDir,
  })
  if (port === null) throw new Error('no timer')
  const order = async (argv: readonly string[]) => {
    orders.push(argv.filter((word) => !word.startsWith('--')).join(' '))
    return answer
  }
  return createEngine({ ...world.windowPorts(), timer: { ...port, order } })
}

const show = async () => (await window['timer.show'](undefined))?.state
const written = () => (existsSync(units) ? readdirSync(units).sort() : [])
const textOf = (ending: '.timer' | '.service') => unitText(units, ending)
const runUnit = () => runService(units, world.root)

/** At midnight, of this computer's time zone. */
async function addSchedule(): Promise<void> {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  const when = { kind: 'daily', atMinute: 0 } as const
  const draft = scheduleDraft({ when, window: null, timeZone })
  await window['schedules.save']({ id: null, draft: draft as never })
}

async function turn(isOn: boolean): Promise<TimerState | undefined> {
  const [view] = await window['schedules.list'](undefined)
  await window['schedules.switch']({ id: view?.schedule.id ?? '', isOn })
  return show()
}

describe('the timer of systemd', () => {
  it('is put in place by the window, and fetches what is due with the window closed', async () => {
    await window.close()
    await world.addSchedule('nightly')
    window = await openWindow()
    const shown = await window['timer.show'](undefined)
    expect(shown).toMatchObject({ kind: 'systemd', state: 'none' })
    expect(written()).toEqual([])
    await window['timer.install'](undefined)
    expect(shown?.files.map(({ text }) => text)).toEqual([textOf('.timer'), textOf('.service')])
    expect(textOf('.timer')).toMatch(/^OnCalendar=\*-\*-\* 00:00:00 \S+\nAccuracySec/m)
    expect(orders).toContain(`systemctl enable ${written()[1]}`)
    expect(await show()).toBe('on')
    expect((await runUnit()).out).toBe('The open window runs what is due.\n')
    await window.close()
    world.missThreeNights()
    const service = await runUnit()
    expect(service).toMatchObject({ code: 0, out: expect.stringMatching(/nightly: Done, caught/) })
    expect(readFileSync(join(world.out, '200001', 'sub-1', 'b.nwb'), 'utf8')).toBe('b')
    expect(world.runs()).toMatchObject([{ outcome: 'done', isCaughtUp: true }])
    expect((await runUnit()).out).toMatch(/^Nothing is due\. Next: nightly, /)
    expect(world.runs()).toHaveLength(1)
  })

  it('follows the schedules: none while none is on, and their times when they change', async () => {
    await addSchedule()
    await window['timer.install'](undefined)
    expect(await turn(false)).toBe('idle')
    expect(written()).toEqual([])
    expect(orders.at(-1)).toBe('systemctl daemon-reload')
    expect(await turn(true)).toBe('on')
    expect(written()).toHaveLength(2)
    const [view] = await window['schedules.list'](undefined)
    if (!view) throw new Error('no schedule')
    const { id, isOn: _, skipStart: _skip, pause: _pause, since: _since, ...draft } = view.schedule
    const later = { ...draft, when: { kind: 'daily', atMinute: 61 } as const }
    await window['schedules.save']({ id, draft: later as never })
    expect(await show()).toBe('on')
    expect(textOf('.timer')).toContain('OnCalendar=*-*-* 01:01:00')
    const before = orders.length
    await window['schedules.skip-next']({ id, isSkipped: true })
    await show()
    expect(orders.slice(before)).toEqual([`systemctl is-active ${written()[1]}`])
  })

  it('is removed with its files, and the terminal says the same', async () => {
    await addSchedule()
    await window['timer.install'](undefined)
    await window['timer.remove'](undefined)
    expect(written()).toEqual([])
    expect(await show()).toBe('none')
    await turn(false)
    await turn(true)
    expect(written()).toEqual([])
    await window.close()
    const told = await world.run('schedules', 'timer')
    expect(told.stdout).toMatch(/^OnCalendar=\*-\*-\* 00:00:00 /m)
    expect(told.stdout).toMatch(/\nNot installed\.\n$/)
  })

  it('that the system refuses keeps its files, with what the system said', async () => {
    await addSchedule()
    answer = { isDone: false, said: 'Failed to connect to bus' }
    const refused = await window['timer.install'](undefined)
    expect(refused).toMatchObject({ state: 'not-taken', said: 'Failed to connect to bus' })
    expect(written()).toHaveLength(2)
  })

  it('is a sentence where its files cannot be written, and counts as not installed', async () => {
    await addSchedule()
    mkdirSync(join(world.root, 'config'))
    writeFileSync(join(world.root, 'config', 'systemd'), 'a file in the way')
    const failed = window['timer.install'](undefined)
    await expect(failed).rejects.toMatchObject({ code: 'disk.exists' })
    expect(await show()).toBe('none')
  })
})
