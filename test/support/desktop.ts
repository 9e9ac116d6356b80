import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { _electron, type ElectronApplication, errors, type Page } from 'playwright'
import { expect, onTestFinished } from 'vitest'
import { electronFlags, readRuntime, runtimeEnv } from '../../build/setup/runtime.mjs'
import type { Settings } from '../../main/model/settings.ts'
import { openStore } from '../../main/store/database.ts'
import type { Archive } from '../archive/archive.ts'
import { type AxeRules, violations } from './axe.ts'

const root = new URL('../..', import.meta.url).pathname
const shots = join(root, 'test-results', 'screenshots')

export interface Desktop {
  readonly app: ElectronApplication
  readonly page: Page
  /** Ends the program as a power cut would. */
  readonly kill: () => Promise<void>
}

export interface Start {
  readonly args?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** As if they had been kept and the welcome been answered in an earlier run. */
  readonly settings?: Partial<Settings>
}

/** Starts the real program on a data folder of its own; what the test leaves open is ended. */
export async function startDesktop(dataDir: string, start: Start = {}): Promise<Desktop> {
  const desktop = await launchDesktop(dataDir, start)
  onTestFinished(desktop.kill)
  return desktop
}

/** The same for several tests; the caller ends it. */
export async function launchDesktop(dataDir: string, start: Start = {}): Promise<Desktop> {
  const { args = [], environment = {}, settings } = start
  if (settings) keepSettings(dataDir, settings)
  return launchElectron({
    args: [root, ...args],
    environment: { DANDELION_DATA_DIR: dataDir, ...environment },
    ...(settings && {
      ready: (page) => page.getByRole('button', { name: 'Keep this folder' }).click(),
    }),
  })
}

function keepSettings(dataDir: string, settings: Partial<Settings>): void {
  const store = openStore({ dataDir, nativeBinding: null })
  store.settings.write(settings)
  store.close()
}

export interface ElectronStart {
  /** The folder of an app, then what it is told. */
  readonly args: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly ready?: (page: Page) => Promise<void>
}

/** An Electron and the window of an app; the caller ends it. The test's screen has no GPU to look for. */
export async function launchElectron(start: ElectronStart): Promise<Desktop> {
  const app = await connected(start)
  const child = app.process()
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  try {
    const page = await app.firstWindow()
    page.setDefaultTimeout(45_000)
    await page.getByRole('navigation').waitFor()
    await start.ready?.(page)
    return { app, page, kill }
  } catch (error) {
    await kill()
    throw error
  }
}

const startMs = 30_000
const mostStarts = 4

/**
 * A driver that comes just as the window goes from its empty page to its own waits for ever for a
 * page that is long there: it is let go, and the program started anew.
 */
async function connected(start: ElectronStart): Promise<ElectronApplication> {
  const runtime = readRuntime()
  for (let attempt = 1; ; attempt++) {
    try {
      return await _electron.launch({
        executablePath: runtime.electronPath,
        args: [...electronFlags(), '--disable-gpu', ...start.args],
        env: { ...definedOnly(runtimeEnv(runtime)), ...start.environment },
        timeout: attempt * startMs,
      })
    } catch (error) {
      if (!(error instanceof errors.TimeoutError) || attempt === mostStarts) throw error
    }
  }
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  const pairs = Object.entries(env).filter((it): it is [string, string] => it[1] !== undefined)
  return Object.fromEntries(pairs)
}

/** Settings of somebody who works with the local archive. */
export function settingsFor(archive: Archive, change: Partial<Settings>): Partial<Settings> {
  const { api, web, s3, webdav } = archive.urls
  const local = { name: 'local', apiUrl: api, webUrl: web, s3Url: s3, webdavUrl: webdav }
  return { instances: [local], instance: 'local', ...change }
}

/** A request as the window makes it; its value. */
export function ask(page: Page, name: string, input?: unknown): Promise<unknown> {
  return page.evaluate(
    async ([request, given]) => {
      const reply = await window.bridge.request(request as 'snapshot', given)
      if (!reply.ok) throw new Error(JSON.stringify(reply.failure))
      return reply.value
    },
    [name, input] as const,
  )
}

/** The front door. */
export async function openText(page: Page, text: string): Promise<void> {
  const field = page.getByRole('search').first().getByRole('combobox')
  await field.fill(text)
  await field.press('Enter')
}

export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`), animations: 'disabled' })
}

export async function expectAccessible(page: Page, rules: AxeRules = {}): Promise<void> {
  expect(await violations(page, rules)).toEqual([])
}
