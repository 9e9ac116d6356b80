import type { Surroundings } from '../model/conditions.ts'
import type { Ask } from './ask.ts'
import { readTunnels } from './tunnels.ts'

export type Network = Omit<Surroundings, 'onMains'>

const untoldNetwork: Network = { isMetered: null, isVpn: null, networkNames: null }

/** What the system tells of the networks that the computer is on. */
export async function readNetwork(platform: string, ask: Ask): Promise<Network> {
  if (platform === 'linux') return linuxNetwork(ask)
  if (platform === 'darwin') {
    const [wifi, vpn] = await Promise.all([macWifi(ask), ask('scutil', ['--nc', 'list'])])
    return { ...untoldNetwork, networkNames: wifi, isVpn: vpnOfScutil(vpn) }
  }
  if (platform === 'win32') {
    const said = await ask('netsh', ['wlan', 'show', 'interfaces'])
    return { ...untoldNetwork, networkNames: namesOfNetsh(said) }
  }
  return untoldNetwork
}

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
const active = ['--terse', '--fields', 'NAME,TYPE,STATE', 'connection', 'show', '--active']

async function linuxNetwork(ask: Ask): Promise<Network> {
  const [cost, said, hasTunnel] = await Promise.all([
    ask('gdbus', metered),
    ask('nmcli', active),
    readTunnels(),
  ])
  const { isVpn, networkNames } = connectionsOf(said)
  return { isMetered: meteredOf(cost), isVpn: isVpn || hasTunnel, networkNames }
}

/** `(<uint32 4>,)`: 1 and 3 are metered, as told and as guessed; 2 and 4 are not. */
export function meteredOf(said: string | null): boolean | null {
  const number = /uint32 (\d)/.exec(said ?? '')?.[1]
  if (number === '1' || number === '3') return true
  return number === '2' || number === '4' ? false : null
}

const vpnTypes = ['vpn', 'wireguard', 'tun']

/** Lines such as `Lab Wi-Fi:802-11-wireless:activated`; a colon within a name is escaped. */
export function connectionsOf(said: string | null): Pick<Network, 'isVpn' | 'networkNames'> {
  if (said === null) return { isVpn: null, networkNames: null }
  const rows = said
    .split('\n')
    .map((line) => line.split(/(?<!\\)(?:\\\\)*:/).map((part) => part.replace(/\\(.)/g, '$1')))
    .filter(([, , state]) => state === 'activated')
  return {
    isVpn: rows.some(([, type = '']) => vpnTypes.includes(type)),
    networkNames: rows
      .filter(([, type = '']) => !vpnTypes.includes(type) && type !== 'loopback')
      .map(([name = '']) => name),
  }
}

async function macWifi(ask: Ask): Promise<readonly string[] | null> {
  const ports = await ask('networksetup', ['-listallhardwareports'])
  const device = /Hardware Port: Wi-Fi\s+Device: (\S+)/.exec(ports ?? '')?.[1]
  if (device === undefined) return null
  return namesOfAirport(await ask('networksetup', ['-getairportnetwork', device]))
}

/** Newer systems say that there is none to whoever has no right to know: that tells nothing. */
export function namesOfAirport(said: string | null): readonly string[] | null {
  const name = /^Current Wi-Fi Network: (.+)$/m.exec(said ?? '')?.[1]
  return name === undefined ? null : [name]
}

/** Lines such as `* (Connected) 8D2E… VPN (com.cisco.anyconnect) "Institute"`. */
export function vpnOfScutil(said: string | null): boolean | null {
  return said === null ? null : /^\*?\s*\(Connected\)/m.test(said)
}

/** `    SSID                   : Lab`, whose label no language changes. */
export function namesOfNetsh(said: string | null): readonly string[] | null {
  if (said === null) return null
  const names = [...said.matchAll(/^\s+SSID\s+: (.+?)\s*$/gm)].map(([, name = '']) => name)
  return names.length === 0 ? null : names
}
