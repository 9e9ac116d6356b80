import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright'
import { expect, onTestFinished } from 'vitest'
import { electronFlags, readRuntime, runtimeEnv } from '../../build/setup/runtime.mjs'
import type { Settings } from '../../main/model/settings.ts'
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

/** Starts the real program on a data folder of its own; what the test leaves open is ended. */
export async function startDesktop(
  dataDir: string,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<Desktop> {
  const desktop = await launchDesktop(dataDir, args, environment)
  onTestFinished(desktop.kill)
  return desktop
}

/** The same for several tests; the caller ends it. */
export async function launchDesktop(
  dataDir: string,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<Desktop> {
  const runtime = readRuntime()
  const app = await _electron.launch({
    executablePath: runtime.electronPath,
    args: [...electronFlags(), root, ...args],
    env: { ...definedOnly(runtimeEnv(runtime)), DANDELION_DATA_DIR: dataDir, ...environment },
  })
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
    return { app, page, kill }
  } catch (error) {
    await kill()
    throw error
  }
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  const pairs = Object.entries(env).filter((it): it is [string, string] => it[1] !== undefined)
  return Object.fromEntries(pairs)
}

/** Points the program at the local archive and at a folder of the test's. */
export async function settle(
  page: Page,
  archive: Archive,
  change: Partial<Settings>,
): Promise<void> {
  const { api, web, s3, webdav } = archive.urls
  const local = { name: 'local', apiUrl: api, webUrl: web, s3Url: s3, webdavUrl: webdav }
  await ask(page, 'settings.change', { instances: [local], instance: 'local', ...change })
  await page.evaluate(() => localStorage.setItem('dandelion.welcomed', 'yes'))
  await page.reload()
  await page.getByRole('navigation').waitFor()
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
