import type { Surroundings } from '../model/conditions.ts'
import type { Ask } from './ask.ts'
import { linuxNetwork } from './linux-network.ts'
import { macNetwork } from './mac-network.ts'
import { windowsNetwork } from './windows-network.ts'

export type Network = Omit<Surroundings, 'onMains'>

/** What the system tells of the networks that the computer is on. */
export function readNetwork(platform: string, ask: Ask): Promise<Network> {
  if (platform === 'linux') return linuxNetwork(ask)
  if (platform === 'darwin') return macNetwork(ask)
  if (platform === 'win32') return windowsNetwork(ask)
  return Promise.resolve({ isMetered: null, isVpn: null, networkNames: null })
}
