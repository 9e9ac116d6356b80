import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const interfacesFolder = '/sys/class/net'
/** Of `tun_flags`: packets of the network go through it, rather than those of a virtual machine. */
const IFF_TUN = 1

/** Whether a tunnel of a VPN is up, whoever made it; null where the system does not tell. */
export async function readTunnels(folder = interfacesFolder): Promise<boolean | null> {
  const names = await readdir(folder).catch(() => null)
  if (names === null) return null
  const tunnels = await Promise.all(names.map((name) => isTunnel(join(folder, name))))
  return tunnels.includes(true)
}

async function isTunnel(folder: string): Promise<boolean> {
  const read = (name: string) =>
    readFile(join(folder, name), 'utf8').then(
      (text) => text.trim(),
      () => '',
    )
  const [flags = '', event = '', state = ''] = await Promise.all(
    ['tun_flags', 'uevent', 'operstate'].map(read),
  )
  if (state === 'down') return false
  return /^DEVTYPE=wireguard$/m.test(event) || (Number(flags) & IFF_TUN) === IFF_TUN
}
