/** NetworkManager tells the cost and the names, the kernel which tunnels are up. */
import type { Ask } from './ask.ts'
import type { Network } from './network.ts'
import { readTunnels } from './tunnels.ts'

const networkManager = 'org.freedesktop.NetworkManager'
const metered = [
  'call',
  '--system',
  '--timeout=3',
  `--dest=${networkManager}`,
  '--object-path=/org/freedesktop/NetworkManager',
  '--method=org.freedesktop.DBus.Properties.Get',
  networkManager,
  'Metered',
]
/** Prints a line whenever NetworkManager tells of a change: of its networks, or of what they cost. */
export const networkChanges = [
  'monitor',
  '--system',
  `--dest=${networkManager}`,
  '--object-path=/org/freedesktop/NetworkManager',
]
const active = ['--terse', '--fields', 'NAME,TYPE,STATE', 'connection', 'show', '--active']
const wifis = ['--terse', '--fields', 'ACTIVE,SSID', 'device', 'wifi', 'list', '--rescan', 'no']

export async function linuxNetwork(ask: Ask): Promise<Network> {
  const [cost, connections, air, hasTunnel] = await Promise.all([
    ask('gdbus', metered),
    ask('nmcli', active),
    ask('nmcli', wifis),
    readTunnels(),
  ])
  const { isVpn, names } = connectionsOf(connections)
  const networkNames = names && [...new Set([...names, ...namesOfWifiList(air)])]
  return { isMetered: meteredOf(cost), isVpn: isVpn || hasTunnel, networkNames }
}

/** `(<uint32 4>,)`: 1 and 3 are metered, as told and as guessed; 2 and 4 are not. */
export function meteredOf(said: string | null): boolean | null {
  const number = /uint32 (\d)/.exec(said ?? '')?.[1]
  if (number === '1' || number === '3') return true
  return number === '2' || number === '4' ? false : null
}

const vpnTypes = ['vpn', 'wireguard']
/** The networks of virtual machines are `tun` too; which of them are tunnels is the kernel's to tell. */
const unnamedTypes = [...vpnTypes, 'tun', 'loopback']

interface Connections {
  readonly isVpn: boolean | null
  readonly names: readonly string[] | null
}

/** Lines such as `Lab Wi-Fi:802-11-wireless:activated`. */
export function connectionsOf(said: string | null): Connections {
  if (said === null) return { isVpn: null, names: null }
  const rows = rowsOf(said).filter(([, , state]) => state === 'activated')
  return {
    isVpn: rows.some(([, type = '']) => vpnTypes.includes(type)),
    names: rows.filter(([, type = '']) => !unnamedTypes.includes(type)).map(([name = '']) => name),
  }
}

/** Lines such as `yes:Lab`: a connection need not be called as its Wi-Fi. */
export function namesOfWifiList(said: string | null): readonly string[] {
  return rowsOf(said ?? '').flatMap(([isActive, name = '']) =>
    isActive === 'yes' && name !== '' ? [name] : [],
  )
}

/** A colon within a field is escaped. */
function rowsOf(said: string): readonly (readonly string[])[] {
  return said
    .split('\n')
    .map((line) => line.split(/(?<!\\)(?:\\\\)*:/).map((part) => part.replace(/\\(.)/g, '$1')))
}
