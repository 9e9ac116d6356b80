import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach } from 'vitest'
import { type Desktop, launchDesktop } from './desktop.ts'

export interface SharedDesktop {
  /** Lasts as long as the file's tests; what they fetch goes below it. */
  readonly folder: string
  /** The program that runs, or a start of it on a fresh data folder. */
  readonly open: () => Promise<Desktop>
  /** Ends it as a power cut would. */
  readonly kill: () => Promise<void>
  /** Kills it, does something, and starts it on the same data folder. */
  readonly restart: (meanwhile: () => void) => Promise<Desktop>
}

/** One program for the tests of a file; after one that failed the next begins with nothing. */
export function shareDesktop(start: (dataDir: string) => Promise<Desktop>): SharedDesktop {
  const folder = mkdtempSync(join(tmpdir(), 'dandelion-shared-'))
  let starts = 0
  const dataDir = () => join(folder, `data-${starts}`)
  let desktop: Desktop | null = null

  async function open(): Promise<Desktop> {
    if (desktop === null) {
      starts += 1
      desktop = await start(dataDir())
    }
    return desktop
  }

  async function kill(): Promise<void> {
    const last = desktop
    desktop = null
    await last?.kill()
  }

  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    await kill()
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
  })
  afterAll(async () => {
    await kill()
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  })
  return {
    folder,
    open,
    kill,
    async restart(meanwhile) {
      await kill()
      meanwhile()
      desktop = await launchDesktop(dataDir())
      return desktop
    },
  }
}
