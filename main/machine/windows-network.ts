/** Windows tells the cost and the name of the way to the internet, and which adapters are up. */
import type { Ask } from './ask.ts'
import type { Network } from './network.ts'

/** Of Windows itself: the newer PowerShell that people install cannot ask the platform. */
export const powershell = 'powershell.exe'
export const quietly = ['-NoProfile', '-NonInteractive', '-Command']

const script = `[Console]::OutputEncoding = [Text.Encoding]::UTF8
$way = [Windows.Networking.Connectivity.NetworkInformation, Windows.Networking.Connectivity, ContentType = WindowsRuntime]::GetInternetConnectionProfile()
if ($way) {
  $cost = $way.GetConnectionCost()
  "name=$($way.ProfileName)"
  "cost=$($cost.NetworkCostType)"
  "roaming=$($cost.Roaming)"
  "over=$($cost.OverDataLimit)"
  "restricted=$($cost.BackgroundDataUsageRestricted)"
}
foreach ($adapter in [Net.NetworkInformation.NetworkInterface]::GetAllNetworkInterfaces()) {
  if ($adapter.OperationalStatus -eq 'Up') { "up=$($adapter.NetworkInterfaceType) $($adapter.Description)" }
}
"end"`

export async function windowsNetwork(ask: Ask): Promise<Network> {
  const { isMetered, isVpn, names } = platformNetwork(await ask(powershell, [...quietly, script]))
  return { isMetered, isVpn, networkNames: names ?? (await wifiNames(ask)) }
}

/** Only then: Windows 11 may ask the person for a right to know the place of the computer. */
async function wifiNames(ask: Ask): Promise<readonly string[] | null> {
  return namesOfNetsh(await ask('netsh', ['wlan', 'show', 'interfaces']))
}

interface PlatformNetwork {
  readonly isMetered: boolean | null
  readonly isVpn: boolean | null
  readonly names: readonly string[] | null
}

const untold: PlatformNetwork = { isMetered: null, isVpn: null, names: null }

/** Lines such as `cost=Fixed` and `up=Ethernet Intel(R) Ethernet Connection`, the last of them `end`. */
export function platformNetwork(said: string | null): PlatformNetwork {
  const lines = (said ?? '').split('\n').map((line) => line.trim())
  if (!lines.includes('end')) return untold
  const values = (key: string) =>
    lines.filter((line) => line.startsWith(`${key}=`)).map((line) => line.slice(key.length + 1))
  const costs = ['roaming', 'over', 'restricted'].flatMap(values)
  return {
    isMetered: meteredOf(values('cost')[0], costs.includes('True')),
    isVpn: values('up').some(isVpnAdapter),
    names: values('name').filter((name) => name !== ''),
  }
}

/** Windows says `Unrestricted`, `Fixed` or `Variable`, else that it does not know. */
function meteredOf(cost: string | undefined, isRestricted: boolean): boolean | null {
  if (isRestricted || cost === 'Fixed' || cost === 'Variable') return true
  return cost === 'Unrestricted' ? false : null
}

const vpnNames =
  /\bvpn\b|wireguard|wintun|tap-windows|openvpn|anyconnect|cisco secure client|fortinet|pangp|globalprotect|juniper|pulse secure|ivanti|zscaler|tailscale|nordlynx|zerotier/i

/** Windows’ own VPNs are of a kind; those of others are known by what makes them. */
function isVpnAdapter(adapter: string): boolean {
  return adapter.startsWith('Ppp ') || vpnNames.test(adapter)
}

/** `    SSID                   : Lab`, whose label no language changes. */
export function namesOfNetsh(said: string | null): readonly string[] | null {
  if (said === null) return null
  const names = [...said.matchAll(/^\s+SSID\s+: (.+?)\s*$/gm)].map(([, name = '']) => name)
  return names.length === 0 ? null : names
}
