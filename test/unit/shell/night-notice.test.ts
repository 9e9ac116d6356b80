import type { EventEmitter } from 'node:events'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Engine } from '../../../main/engine.ts'
import type { NightReport } from '../../../main/model/night.ts'
import { historyDialogs } from '../../../main/shell/history-dialogs.ts'
import type { MainWindow } from '../../../main/shell/main-window.ts'
import { noticeOfNight } from '../../../main/shell/notices.ts'
import type { ShellEvent } from '../../../preload/contract.ts'

interface Shown {
  readonly title: string
  readonly body: string
  readonly click: () => void
}

const fake = vi.hoisted(() => ({
  shown: [] as Shown[],
  idle: 'active',
  power: null as unknown as EventEmitter,
  answer: 1,
  asked: [] as string[],
}))
vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events')
  fake.power = Object.assign(new Emitter(), { getSystemIdleState: () => fake.idle })
  class Notification {
    static isSupported = () => true
    readonly #texts: { readonly title: string; readonly body: string }
    #click = () => {}
    constructor(texts: { readonly title: string; readonly body: string }) {
      this.#texts = texts
    }
    on(_event: 'click', click: () => void) {
      this.#click = click
    }
    show() {
      fake.shown.push({ ...this.#texts, click: this.#click })
    }
  }
  const dialog = {
    showMessageBox: async ({ detail }: { readonly detail: string }) => {
      fake.asked.push(detail)
      return { response: fake.answer }
    },
  }
  return { Notification, powerMonitor: fake.power, dialog, app: {} }
})

let told: ShellEvent[] = []
const window: MainWindow = {
  get: () => null,
  show: () => null as never,
  tell: (event) => void told.push(event),
}
const report = {
  night: { morning: '2026-11-22', from: 0, to: 1 },
  parts: [],
  found: [],
} as unknown as NightReport

beforeEach(() => {
  told = []
  fake.shown.length = 0
  fake.asked.length = 0
  fake.idle = 'active'
})

it('the notice of a night opens its report', () => {
  noticeOfNight(window).tell(report)
  expect(fake.shown.map(({ title }) => title)).toEqual(['Last night: nothing new'])
  fake.shown[0]?.click()
  expect(told).toEqual([{ kind: 'report', morning: '2026-11-22' }])
})

it('nobody is there behind a locked screen, until it is unlocked or the program ends', async () => {
  const port = noticeOfNight(window)
  const ends = new AbortController()
  await port.whenThere(ends.signal)
  fake.idle = 'locked'
  let isThere = false
  const there = port.whenThere(ends.signal).then(() => {
    isThere = true
  })
  await Promise.resolve()
  expect(isThere).toBe(false)
  fake.power.emit('unlock-screen')
  await there
  const ended = port.whenThere(ends.signal)
  ends.abort(new Error('closing'))
  await expect(ended).rejects.toThrow('closing')
  expect(fake.power.listenerCount('unlock-screen')).toBe(0)
})

it('a program is run after runs only when a person says so in a dialog that names it whole', async () => {
  const kept: unknown[] = []
  const engine = {
    setHookCommand: async (command: unknown) => void kept.push(command),
    'hooks.state': async () => 'as it was',
  } as unknown as Engine
  const handlers = historyDialogs({ engine, window: () => null })
  const command = { program: '/usr/bin/after', args: ['--all', 'a b'] }
  fake.answer = 1
  expect(await handlers['hooks.command']({ command })).toBe('as it was')
  expect(fake.asked).toEqual(['/usr/bin/after\n--all\na b'])
  expect(kept).toEqual([])
  fake.answer = 0
  await handlers['hooks.command']({ command })
  await handlers['hooks.command']({ command: null })
  expect(kept).toEqual([command, null])
  expect(fake.asked).toHaveLength(2)
})
