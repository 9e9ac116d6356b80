import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Ask } from './ask.ts'
import { powershell, quietly } from './windows-network.ts'

const suppliesFolder = '/sys/class/power_supply'

/** Whether the computer runs on mains; null when it does not tell. */
export function readMains(
  platform: string,
  ask: Ask,
  folder = suppliesFolder,
): Promise<boolean | null> {
  if (platform === 'linux') return linuxMains(folder)
  if (platform === 'darwin') return ask('pmset', ['-g', 'batt']).then(mainsOfPmset)
  if (platform === 'win32') return ask(powershell, windowsPower).then(mainsOfWindows)
  return Promise.resolve(null)
}

const windowsPower = [
  ...quietly,
  'Add-Type -AssemblyName System.Windows.Forms; [Windows.Forms.SystemInformation]::PowerStatus.PowerLineStatus',
]

/** `Online`, `Offline` or `Unknown`. */
export function mainsOfWindows(said: string | null): boolean | null {
  const line = said?.trim()
  if (line === 'Online') return true
  return line === 'Offline' ? false : null
}

interface Supply {
  readonly type: string
  readonly online: string
  readonly status: string
  readonly scope: string
}

/** As systemd decides it: a plug that gives power, or else no battery that is being emptied. */
async function linuxMains(folder: string): Promise<boolean | null> {
  const names = await readdir(folder).catch(() => null)
  if (names === null) return null
  const all = await Promise.all(names.map((name) => readSupply(join(folder, name))))
  // A mouse has a battery too.
  const own = all.filter(({ scope }) => scope !== 'Device')
  if (own.some(({ type, online }) => type !== 'Battery' && online === '1')) return true
  return !own.some(({ type, status }) => type === 'Battery' && status === 'Discharging')
}

async function readSupply(folder: string): Promise<Supply> {
  const read = (name: string) =>
    readFile(join(folder, name), 'utf8').then(
      (text) => text.trim(),
      () => '',
    )
  const [type = '', online = '', status = '', scope = ''] = await Promise.all(
    ['type', 'online', 'status', 'scope'].map(read),
  )
  return { type, online, status, scope }
}

/** "Now drawing from 'AC Power'". */
export function mainsOfPmset(said: string | null): boolean | null {
  const from = /drawing from '([^']+)'/.exec(said ?? '')?.[1]
  return from === undefined ? null : from === 'AC Power'
}
