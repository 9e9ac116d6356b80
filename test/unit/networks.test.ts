import { describe, expect, it } from 'vitest'
import {
  connectionsOf,
  linuxNetwork,
  meteredOf,
  namesOfWifiList,
} from '../../main/machine/linux-network.ts'
import {
  costOfIfconfig,
  isLeasedMetered,
  macNetwork,
  namesOfAirport,
  namesOfSummary,
  vpnOfScutil,
} from '../../main/machine/mac-network.ts'
import {
  namesOfNetsh,
  platformNetwork,
  windowsNetwork,
} from '../../main/machine/windows-network.ts'

type Answers = Readonly<Record<string, string>>

/** Programs that say something, by their name and their first argument that tells them apart. */
function told(answers: Answers) {
  return (program: string, args: readonly string[]) => {
    const called = [program, ...args].join(' ')
    const known = Object.keys(answers).find((start) => called.startsWith(start))
    return Promise.resolve(known === undefined ? null : (answers[known] ?? null))
  }
}

describe('NetworkManager', () => {
  it('tells what is metered', () => {
    expect(meteredOf('(<uint32 1>,)\n')).toBe(true)
    expect(meteredOf('(<uint32 3>,)\n')).toBe(true)
    expect(meteredOf('(<uint32 2>,)\n')).toBe(false)
    expect(meteredOf('(<uint32 4>,)\n')).toBe(false)
    expect(meteredOf('(<uint32 0>,)\n')).toBeNull()
    expect(meteredOf(null)).toBeNull()
  })

  it('tells connections, and Wi-Fis that are called otherwise', async () => {
    const lines = [
      'Lab\\: 2nd floor:802-11-wireless:activated',
      'lo:loopback:activated',
      'vnet0:tun:activated',
      'Institute:vpn:activating',
      '',
    ]
    expect(connectionsOf(lines.join('\n'))).toEqual({ isVpn: false, names: ['Lab: 2nd floor'] })
    expect(connectionsOf('wg0:wireguard:activated\n')).toEqual({ isVpn: true, names: [] })
    expect(connectionsOf(null)).toEqual({ isVpn: null, names: null })
    expect(namesOfWifiList('no:Neighbour\nyes:eduroam\nyes:\n')).toEqual(['eduroam'])
    const both = told({
      'nmcli --terse --fields NAME': 'Auto work:802-11-wireless:activated\n',
      'nmcli --terse --fields ACTIVE': 'yes:eduroam\nno:Guest\n',
    })
    expect(await linuxNetwork(both)).toMatchObject({ networkNames: ['Auto work', 'eduroam'] })
    expect(await linuxNetwork(told({}))).toMatchObject({ isMetered: null, networkNames: null })
  })
})

const ifconfig = (eflags: string, address = '192.168.149.137', xflags = '4<NOAUTONX>') => `\
en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500 index 5
\teflags=${eflags}
\txflags=${xflags}
\tether d0:a6:37:00:00:01
\tinet ${address} netmask 0xffffff00 broadcast 192.168.149.255
\tstatus: active
\ttype: Wi-Fi
`
const plain = '412008c0<ACCEPT_RTADV,TXSTART,ARPLL,NOACKPRI,ECN_ENABLE,FASTLN_ON>'
const costly = '412048c0<ACCEPT_RTADV,TXSTART,ARPLL,EXPENSIVE,NOACKPRI,ECN_ENABLE,FASTLN_ON>'
const lease = `op = BOOTREPLY
options:
server_identifier (ip): 192.168.43.242
router (ip_mult): {192.168.43.242}
vendor_specific (opaque):
0000  41 4e 44 52 4f 49 44 5f  4d 45 54 45 52 45 44     ANDROID_METERED
`
const summary = (name: string) => `<dictionary> {
  BSSID : <redacted>
  InterfaceType : WiFi
  LinkStatusActive : TRUE
  NetworkID : <redacted>
  SSID : ${name}
  Security : WPA2_PSK
}
`

describe('macOS', () => {
  const ports = '\nHardware Port: Ethernet\nDevice: en5\n\nHardware Port: Wi-Fi\nDevice: en0\n'
  const atHome: Answers = {
    'route -n get default': '   route to: default\n  interface: en0\n      flags: <UP,GATEWAY>\n',
    'networksetup -listallhardwareports': ports,
    'scutil --nc list': 'Available network connection services:\n* (Disconnected) 8D2E PPP "Lab"\n',
    'ifconfig -v en0': ifconfig(plain),
    'ipconfig getpacket en0': 'op = BOOTREPLY\n',
    'ipconfig getsummary en0': summary('Lab 5'),
  }

  it('tells what it marks as costly', () => {
    expect(costOfIfconfig(ifconfig(plain))).toBe(false)
    expect(costOfIfconfig(ifconfig(costly))).toBe(true)
    expect(costOfIfconfig(ifconfig(plain, '10.0.0.2', '804<NOAUTONX,CONSTRAINED>'))).toBe(true)
    expect(costOfIfconfig(ifconfig(plain, '172.20.10.4'))).toBe(true)
    expect(costOfIfconfig(ifconfig(plain, '172.20.10.40'))).toBe(false)
    expect(costOfIfconfig('en0: flags=8863<UP> mtu 1500\n')).toBeNull()
    expect(costOfIfconfig(null)).toBeNull()
    expect(isLeasedMetered(lease)).toBe(true)
    expect(isLeasedMetered(null)).toBe(false)
  })

  it('tells names only where it may', () => {
    expect(namesOfSummary(summary('Lab 5'))).toEqual(['Lab 5'])
    expect(namesOfSummary(summary('<redacted>'))).toBeNull()
    expect(namesOfAirport('Current Wi-Fi Network: Lab 5\n')).toEqual(['Lab 5'])
    expect(namesOfAirport('You are not associated with an AirPort network.\n')).toBeNull()
  })

  it('is read as a whole', async () => {
    const home = { isMetered: false, isVpn: false, networkNames: ['Lab 5'] }
    expect(await macNetwork(told(atHome))).toEqual(home)
    const phone = { ...atHome, 'ipconfig getpacket en0': lease }
    expect(await macNetwork(told(phone))).toMatchObject({ isMetered: true })
    const hotspot = { ...atHome, 'ifconfig -v en0': ifconfig(costly) }
    const tunnel = { ...hotspot, 'route -n get default': '  interface: utun4\n' }
    expect(await macNetwork(told(tunnel))).toMatchObject({ isVpn: true, isMetered: true })
    const cable = { ...hotspot, 'route -n get default': '  interface: en5\n' }
    const wired = { ...cable, 'ifconfig -v en5': ifconfig(plain) }
    expect(await macNetwork(told(wired))).toMatchObject({ isMetered: false })
    const secret = { ...atHome, 'ipconfig getsummary en0': summary('<redacted>') }
    expect(await macNetwork(told(secret))).toMatchObject({ networkNames: null })
  })

  it('tells its own VPNs', () => {
    expect(vpnOfScutil('* (Connected)   8D2E PPP --> L2TP "Institute" [PPP:L2TP]\n')).toBe(true)
    expect(vpnOfScutil('* (Disconnected) 8D2E PPP --> L2TP "Institute" [PPP:L2TP]\n')).toBe(false)
    expect(vpnOfScutil(null)).toBeNull()
  })
})

describe('Windows', () => {
  const said = (patch: Answers = {}) => {
    const cost = { name: 'Lab 5', cost: 'Unrestricted', roaming: 'False', over: 'False', ...patch }
    const lines = Object.entries({ ...cost, restricted: patch.restricted ?? 'False' })
    const adapter = `up=Wireless80211 Intel(R) Wi-Fi 6 AX201\r\nup=Loopback Software Loopback\r\n`
    return `${lines.map(([key, value]) => `${key}=${value}\r\n`).join('')}${adapter}end\r\n`
  }

  it.each<readonly [Answers, boolean | null]>([
    [{}, false],
    [{ cost: 'Fixed' }, true],
    [{ cost: 'Variable' }, true],
    [{ cost: 'Unknown' }, null],
    [{ roaming: 'True' }, true],
    [{ over: 'True' }, true],
    [{ restricted: 'True' }, true],
  ])('%j: metered is %s', (patch, isMetered) => {
    expect(platformNetwork(said(patch))).toEqual({ isMetered, isVpn: false, names: ['Lab 5'] })
  })

  it.each([
    ['Ppp Institute', true],
    ['53 WireGuard Tunnel', true],
    ['Ethernet TAP-Windows Adapter V9', true],
    ['Ethernet Cisco AnyConnect Virtual Miniport Adapter for Windows x64', true],
    ['Ethernet Hyper-V Virtual Ethernet Adapter', false],
    ['Tunnel Teredo Tunneling Pseudo-Interface', false],
  ])('%s: a VPN is %s', (adapter, isVpn) => {
    expect(platformNetwork(`up=${adapter}\r\nend\r\n`)).toMatchObject({ isVpn })
  })

  it('tells nothing where the platform does not answer, but the name of its Wi-Fi', async () => {
    const untold = { isMetered: null, isVpn: null }
    const netsh = '    Name : Wi-Fi\r\n    SSID                   : Lab 5\r\n    BSSID : 00:11\r\n'
    expect(namesOfNetsh(netsh)).toEqual(['Lab 5'])
    expect(namesOfNetsh('Network shell commands need location permission\r\n')).toBeNull()
    expect(await windowsNetwork(told({ netsh }))).toEqual({ ...untold, networkNames: ['Lab 5'] })
    expect(await windowsNetwork(told({}))).toEqual({ ...untold, networkNames: null })
    expect(await windowsNetwork(told({ 'powershell.exe': 'cost=Fixed' }))).toMatchObject(untold)
    expect(await windowsNetwork(told({ 'powershell.exe': said(), netsh: 'none' }))).toEqual({
      ...{ isMetered: false, isVpn: false, networkNames: ['Lab 5'] },
    })
  })
})
