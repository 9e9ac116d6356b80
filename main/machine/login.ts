import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../model/failure.ts'
import { autostartEntry } from '../model/login.ts'
import type { Ask } from './ask.ts'

export interface AutostartOptions {
  /** Where the desktop's settings are, absolute. */
  readonly configFolder: string
  /** What starts the window. */
  readonly argv: readonly string[]
}

/** The autostart folder of a Linux desktop. */
export function createAutostart({ configFolder, argv }: AutostartOptions) {
  const folder = join(configFolder, 'autostart')
  const file = join(folder, 'dandelion.desktop')
  return {
    isOn: (): Promise<boolean> =>
      stat(file).then(
        () => true,
        () => false,
      ),
    /** Throws `disk.denied` when it cannot be kept. */
    async set(isOn: boolean): Promise<void> {
      try {
        if (!isOn) return await rm(file, { force: true })
        await mkdir(folder, { recursive: true })
        await writeFile(file, autostartEntry(argv))
      } catch (error) {
        throw new Failure('disk.denied', 'ask-user', { path: file }, error)
      }
    },
  }
}

const watcher = 'org.kde.StatusNotifierWatcher'
const bus = 'org.freedesktop.DBus'
const hasOwner = [
  'call',
  '--session',
  '--timeout=3',
  `--dest=${bus}`,
  '--object-path=/org/freedesktop/DBus',
  `--method=${bus}.NameHasOwner`,
  watcher,
]

/** Whether the desktop shows a tray; null when it does not tell. */
export async function readTray(platform: string, ask: Ask): Promise<boolean | null> {
  if (platform !== 'linux') return true
  const said = await ask('gdbus', hasOwner)
  return said === null ? null : said.includes('true')
}
