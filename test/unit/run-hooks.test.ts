import { createHmac } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Secrets } from '../../main/engine/context.ts'
import { createRunHooks, RETRY_MS, type RunHooks } from '../../main/engine/overnight/run-hooks.ts'
import { urlProblem } from '../../main/model/run-hooks.ts'
import { payloadOf } from '../../main/model/run-payload.ts'
import { noRecord } from '../../main/model/run-record.ts'
import { noFiles, type RunView } from '../../main/model/schedule.ts'
import { createHttp, type Http } from '../../main/net/http.ts'
import { openStore, type Store } from '../../main/store/database.ts'
import { createHandClock, type HandClock } from '../support/hand-clock.ts'
import { answer, type HookServer, stall, startHookServer } from '../support/hook-server.ts'
import { scheduleOf } from '../support/scheduled-world.ts'
import { tempFolder } from '../support/temp-folder.ts'

const secret = 'of somebody who keeps it well'
const start = Date.UTC(2026, 10, 22, 5)

let clock: HandClock
let store: Store
let server: HookServer
let http: Http
let hooks: RunHooks
let logged: string[] = []
let kept: Map<string, string>

beforeEach(async () => {
  clock = createHandClock(start)
  logged = []
  kept = new Map()
  store = openStore({
    dataDir: tempFolder(),
    nativeBinding: process.env.DANDELION_SQLITE_BINDING ?? null,
  })
  store.transact(() => store.schedules.put(scheduleOf('nightly', 0)))
  server = await startHookServer()
  http = createHttp({ userAgent: 'test', connectionsPerOrigin: 2, env: {} })
  hooks = make()
})
afterEach(async () => {
  await hooks.close()
  await http.close()
  await server.close()
  store.close()
})

function make(environment: Record<string, string> = {}, timeoutMs = 60_000): RunHooks {
  const write = (message: string, details: object = {}) =>
    void logged.push(JSON.stringify({ message, ...details }))
  const log = { debug: write, info: write, warn: write, error: write }
  const secrets: Secrets = {
    kind: 'keychain',
    get: async (name) => kept.get(name) ?? null,
    set: async (name, value) => void kept.set(name, value),
    remove: async (name) => void kept.delete(name),
  }
  const path = { PATH: process.env.PATH ?? '', DANDI_API_KEY: 'a key of DANDI' }
  return createRunHooks({
    ...{ context: { store, clock, log }, http, secrets, graceMs: 0, timeoutMs },
    environment: { ...path, ...environment },
  })
}

function endedRun(): RunView {
  const { runs } = store.schedules
  return store.transact(() => {
    const planned = { plannedFor: null, isCaughtUp: false, missed: 0, isByHand: false }
    const id = runs.add({ scheduleId: 'nightly', noticedAt: start, ...planned })
    runs.setRunning(id, start, [])
    const tally = { ...noFiles, added: 3, bytes: 42 }
    runs.setEnded(id, { at: start + 1000, outcome: 'done', failure: null, asks: [], tally })
    const run = runs.get(id)
    if (!run) throw new Error('no run')
    return run
  })
}

async function tellOf(run = endedRun()): Promise<RunView> {
  hooks.ended(run, scheduleOf('nightly', 0))
  return run
}

async function toldTo(url = server.url): Promise<void> {
  await hooks.setWebhook(url)
  await hooks.setSecret(secret)
}

const result = (kind: 'webhook' | 'command') => store.runHooks.result(kind)
const untilResult = (kind: 'webhook' | 'command', attempts = 1) =>
  expect.poll(() => result(kind)?.attempts, { timeout: 20_000 }).toBe(attempts)

describe('an address', () => {
  it('is told of a run, signed over the time and the body, with nothing else of the person in it', async () => {
    await toldTo()
    const run = await tellOf()
    await untilResult('webhook')
    expect(result('webhook')).toMatchObject({ kind: 'done', status: 204, isTest: false })
    const [call] = server.calls
    if (!call) throw new Error('no call')
    expect(call).toMatchObject({ method: 'POST', path: '/told' })
    expect(call.headers).toMatchObject({
      'content-type': 'application/json',
      'dandelion-event': 'run.ended',
    })
    const [, seconds, mac] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(call.headers['dandelion-signature'])) ?? []
    expect(Number(seconds)).toBe(start / 1000)
    expect(createHmac('sha256', secret).update(`${seconds}.${call.body}`).digest('hex')).toBe(mac)
    expect(JSON.parse(call.body)).toMatchObject({
      schema: 'dandelion.run/1',
      event: 'run.ended',
      schedule: { id: 'nightly', name: 'nightly', folder: '/data' },
      run: { id: run.id, outcome: 'done', endedAt: '2026-11-22T05:00:01.000Z' },
      files: { added: 3, failed: 0, leftAlone: 0 },
      bytes: 42,
    })
    expect(call.body).not.toContain('a key of DANDI')
  })

  it('that fails is tried again with growing waits, as the same delivery, and given up after five', async () => {
    await toldTo()
    server.answers(answer(500), answer(503), answer(429), answer(500))
    await tellOf()
    // A wait begins a moment after its result is kept.
    const passOn = setInterval(() => clock.set(clock.now() + 60_000), 10)
    await untilResult('webhook', RETRY_MS.length + 1).finally(() => clearInterval(passOn))
    clock.set(clock.now() + 86_400_000)
    expect(server.calls).toHaveLength(5)
    const ids = server.calls.map(({ headers }) => headers['dandelion-delivery'])
    expect(new Set(ids).size).toBe(1)
    expect(result('webhook')).toMatchObject({
      kind: 'failed',
      failure: { code: 'hook.failed', details: { reason: 'status', status: 500 } },
    })
  })

  it('that answers after a failure is done with', async () => {
    await toldTo()
    server.answers(answer(502), answer(200))
    await tellOf()
    await untilResult('webhook', 2)
    expect(result('webhook')).toMatchObject({ kind: 'done', attempts: 2 })
  })

  it.each([301, 302, 307, 308])(
    'that redirects with %i is not followed, nor tried again',
    async (status) => {
      await toldTo()
      server.answers(answer(status, { location: '/elsewhere' }))
      await tellOf()
      await untilResult('webhook')
      expect(result('webhook')).toMatchObject({
        failure: { remedy: 'ask-user', details: { reason: 'redirect' } },
      })
      expect(server.calls.map(({ path }) => path)).toEqual(['/told'])
    },
  )

  it('that stalls is let go after the limit, and the next run is told of', async () => {
    await hooks.close()
    hooks = make({}, 2000)
    await toldTo()
    server.answers(stall, answer(204))
    await tellOf()
    await untilResult('webhook', 2)
    expect(result('webhook')).toMatchObject({ kind: 'done' })
    expect(logged.join()).toContain('net.timeout')
  })

  it('is not told without a secret, and one of the environment is taken first', async () => {
    await hooks.setWebhook(server.url)
    await tellOf()
    await untilResult('webhook')
    expect(result('webhook')).toMatchObject({ failure: { details: { reason: 'secret' } } })
    expect(server.calls).toEqual([])
    await hooks.close()
    hooks = make({ DANDELION_WEBHOOK_SECRET: secret })
    hooks.start()
    await expect.poll(() => server.calls.length, { timeout: 20_000 }).toBe(1)
    expect(await hooks.test('webhook')).toMatchObject({ kind: 'done', isTest: true })
    expect(await hooks.state()).toMatchObject({ secret: 'environment' })
  })

  it.each([
    ['http://example.org/x', 'not-https'],
    ['http://192.168.1.4/x', 'not-https'],
    ['http://127.0.0.1.example.org/', 'not-https'],
    ['https://ada:pw@example.org/', 'password'],
    ['file:///etc/passwd', 'not-a-url'],
    ['example.org', 'not-a-url'],
    ['https://example.org/x', null],
    ['http://localhost:8080/', null],
    ['http://127.0.0.1/', null],
    ['http://[::1]:9/', null],
  ])('%s is judged as %s', async (url, problem) => {
    expect(urlProblem(url)).toBe(problem)
    if (problem === null) return
    await expect(async () => hooks.setWebhook(url)).rejects.toMatchObject({ code: 'input.invalid' })
    expect((await hooks.state()).webhook).toBeNull()
  })

  it('keeps no run and no closing program waiting, and is told at the next start', async () => {
    await toldTo()
    server.answers(stall)
    await tellOf()
    await expect.poll(() => server.calls.length).toBe(1)
    await hooks.close()
    expect(result('webhook')).toBeNull()
    server.answers(answer(204))
    hooks = make()
    hooks.start()
    await untilResult('webhook')
    const [first, second] = server.calls.map(({ headers }) => headers['dandelion-delivery'])
    expect(second).toBe(first)
    await hooks.close()
    hooks = make()
    hooks.start()
    await hooks.close()
    expect(server.calls).toHaveLength(2)
  })

  it('that nobody answers at keeps the newest runs alone, for three days', async () => {
    await hooks.setWebhook(server.url)
    for (let run = 0; run < 40; run++) await tellOf()
    await untilResult('webhook')
    clock.set(start + 86_400_000)
    const late = endedRun()
    await tellOf(late)
    await hooks.close()
    clock.set(start + 3.5 * 86_400_000)
    hooks = make({ DANDELION_WEBHOOK_SECRET: secret })
    hooks.start()
    await expect.poll(() => server.calls.length).toBe(1)
    await hooks.close()
    expect(server.calls.map(({ body }) => JSON.parse(body).run.id)).toEqual([late.id])
  })
})

/** A program of this test: Node itself, with what it is to do as a file. */
async function runs(code: string, ...args: string[]): Promise<string> {
  const folder = tempFolder()
  const file = join(folder, 'after.cjs')
  writeFileSync(file, code)
  await hooks.setCommand({ program: process.execPath, args: [file, folder, ...args] })
  return folder
}

const read = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8')

describe('a program', () => {
  it('is given the run on its input and a few variables; keys of archives are not among them', async () => {
    const folder = await runs(
      `const fs = require('node:fs'); const to = process.argv[2]
       fs.writeFileSync(to + '/env', JSON.stringify(process.env))
       fs.writeFileSync(to + '/args', JSON.stringify(process.argv.slice(3)))
       fs.writeFileSync(to + '/in', fs.readFileSync(0))
       console.log('said by it')`,
      '$(touch /tmp/never); "quoted" *',
    )
    const run = await tellOf()
    await untilResult('command')
    expect(result('command')).toMatchObject({ kind: 'done', status: 0 })
    expect(JSON.parse(read(folder, 'in'))).toMatchObject({ run: { id: run.id } })
    expect(JSON.parse(read(folder, 'args'))).toEqual(['$(touch /tmp/never); "quoted" *'])
    const env = JSON.parse(read(folder, 'env')) as Record<string, string>
    expect(env).toMatchObject({
      DANDELION_EVENT: 'run.ended',
      DANDELION_SCHEDULE: 'nightly',
      DANDELION_OUTCOME: 'done',
    })
    expect(JSON.stringify(env)).not.toContain('a key of DANDI')
    expect(logged.join()).toContain('said by it')
  })

  it('that was begun before the program ended is not begun again', async () => {
    const folder = await runs(
      `require('node:fs').appendFileSync(process.argv[2] + '/begun', 'x')
       setInterval(() => {}, 1000)`,
    )
    await tellOf()
    await expect.poll(() => textOf(() => read(folder, 'begun')), { timeout: 20_000 }).toBe('x')
    await hooks.close()
    hooks = make()
    hooks.start()
    await hooks.close()
    expect(read(folder, 'begun')).toBe('x')
  })

  it('that hangs is ended after a minute with all that it began', async () => {
    const folder = await runs(
      `const { spawn } = require('node:child_process'); const to = process.argv[2]
       const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
       require('node:fs').writeFileSync(to + '/pids', process.pid + ' ' + child.pid)
       setInterval(() => {}, 1000)`,
    )
    await tellOf()
    await expect
      .poll(() => textOf(() => read(folder, 'pids')), { timeout: 20_000 })
      .toMatch(/\d \d/)
    const pids = read(folder, 'pids').split(' ').map(Number)
    expect(pids.every(isAlive)).toBe(true)
    clock.set(start + 60_000)
    await untilResult('command')
    expect(result('command')).toMatchObject({ failure: { details: { reason: 'time' } } })
    await expect.poll(() => pids.some(isAlive), { timeout: 20_000 }).toBe(false)
  })

  it('that fails or is not there says why', async () => {
    await runs('console.error("x".repeat(100000)); process.exitCode = 3')
    expect(await hooks.test('command')).toMatchObject({
      failure: { code: 'hook.failed', details: { reason: 'exit', exitCode: 3 } },
    })
    expect(logged.join().length).toBeLessThan(10_000)
    await hooks.setCommand({ program: '/no/such/program', args: [] })
    expect(await hooks.test('command')).toMatchObject({
      failure: { details: { reason: 'start', errno: 'ENOENT' } },
    })
    await expect(async () => hooks.setCommand({ program: 'sh', args: [] })).rejects.toMatchObject({
      code: 'input.invalid',
    })
  })

  it('runs once at a time, in the order of the runs', async () => {
    const folder = await runs(
      `const fs = require('node:fs'); const to = process.argv[2] + '/order'
       const { run } = JSON.parse(fs.readFileSync(0, 'utf8'))
       fs.appendFileSync(to, 'b' + run.id + ' ')
       setTimeout(() => fs.appendFileSync(to, 'e' + run.id + ' '), 50)`,
    )
    const [first, second] = [endedRun(), endedRun()]
    await tellOf(first)
    await tellOf(second)
    const order = `b${first.id} e${first.id} b${second.id} e${second.id} `
    await expect.poll(() => textOf(() => read(folder, 'order')), { timeout: 20_000 }).toBe(order)
    // The second has ended before its folder goes.
    await expect.poll(() => logged.filter((line) => line.includes('command')).length).toBe(2)
  })
})

it('what is told is bounded however much happened', () => {
  const pauses = Array.from({ length: 500 }, (_, at) => ({
    ...{ reason: 'window', from: at, to: at + 1 },
  })) as RunView['pauses']
  const text = payloadOf({
    ...{ event: 'run.ended', sentAt: start, record: noRecord, run: { ...endedRun(), pauses } },
    schedule: { id: 's', name: 'n', folder: '/f' },
    dandisets: Array.from({ length: 1000 }, (_, at) => String(at).padStart(6, '0')),
  })
  expect(text.length).toBeLessThan(16_384)
  expect(JSON.parse(text).pauses).toHaveLength(20)
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function textOf(step: () => string): string {
  try {
    return step()
  } catch {
    return ''
  }
}
