/**
 * No command of macOS names a cost. Its kernel marks interfaces that have one (a phone's hotspot,
 * cellular) and those in Low Data Mode; phones with Android say so with the address that they lease.
 */
import type { Ask } from './ask.ts'
import type { Network } from './network.ts'

export async function macNetwork(ask: Ask): Promise<Network> {
  const [route, wifi, connections] = await Promise.all([
    ask('route', ['-n', 'get', 'default']),
    wifiDevice(ask),
    ask('scutil', ['--nc', 'list']),
  ])
  const way = /interface: (\S+)/.exec(route ?? '')?.[1] ?? null
  const isTunnel = /^(?:utun|ppp|ipsec|tun|tap)\d/.test(way ?? '')
  // What carries the tunnel cannot be told by the route.
  const device = isTunnel ? wifi : way
  const [isMetered, networkNames] = await Promise.all([macCost(ask, device), macWifi(ask, wifi)])
  return { isMetered, isVpn: isTunnel || vpnOfScutil(connections), networkNames }
}

async function wifiDevice(ask: Ask): Promise<string | null> {
  const ports = await ask('networksetup', ['-listallhardwareports'])
  return /Hardware Port: Wi-Fi\s+Device: (\S+)/.exec(ports ?? '')?.[1] ?? null
}

async function macCost(ask: Ask, device: string | null): Promise<boolean | null> {
  if (device === null) return null
  const [flags, lease] = await Promise.all([
    ask('ifconfig', ['-v', device]),
    ask('ipconfig', ['getpacket', device]),
  ])
  if (isLeasedMetered(lease)) return true
  return costOfIfconfig(flags)
}

/** `eflags=1005080<ACCEPT_RTADV,EXPENSIVE,…>`; an iPhone leases addresses of 172.20.10.0/28. */
export function costOfIfconfig(said: string | null): boolean | null {
  if (said === null || !/\beflags=/.test(said)) return null
  if (/flags=[0-9a-f]+<[^>]*\b(?:EXPENSIVE|CONSTRAINED)\b/.test(said)) return true
  return /\binet 172\.20\.10\.(?:\d|1[0-5])\s/.test(said)
}

/** The vendor's option of the lease. */
export function isLeasedMetered(said: string | null): boolean {
  return said?.includes('ANDROID_METERED') ?? false
}

async function macWifi(ask: Ask, device: string | null): Promise<readonly string[] | null> {
  if (device === null) return null
  const summary = await ask('ipconfig', ['getsummary', device])
  return namesOfSummary(summary) ?? namesOfAirport(await oldWords(ask, device))
}

/** Before macOS 15 the name was told like this. */
function oldWords(ask: Ask, device: string): Promise<string | null> {
  return ask('networksetup', ['-getairportnetwork', device])
}

/** `  SSID : Lab`; from macOS 15.6 on `<redacted>`, which tells nothing. */
export function namesOfSummary(said: string | null): readonly string[] | null {
  const name = /^\s*SSID : (.+?)\s*$/m.exec(said ?? '')?.[1]
  return name === undefined || /^<\s*redacted\s*>$/.test(name) ? null : [name]
}

/** Newer systems say that there is none to whoever has no right to know: that tells nothing. */
export function namesOfAirport(said: string | null): readonly string[] | null {
  const name = /^Current Wi-Fi Network: (.+)$/m.exec(said ?? '')?.[1]
  return name === undefined || /^<\s*redacted\s*>$/.test(name) ? null : [name]
}

/** Lines such as `* (Connected) 8D2E… VPN (com.cisco.anyconnect) "Institute"`. */
export function vpnOfScutil(said: string | null): boolean | null {
  return said === null ? null : /^\*?\s*\(Connected\)/m.test(said)
}
