/** Which proxy a URL goes through. Pure: environment and rules are handed in. */
import { Failure } from '../model/failure.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * The proxy that `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` (either case, lower first)
 * name for a URL: a proxy URL, `null` for none of it, `undefined` when the environment says nothing.
 * Throws `net.proxy` when the named one is none that can be used.
 */
export function proxyOfEnvironment(url: string, env: Environment): string | null | undefined {
  const { protocol, hostname, port } = new URL(url)
  const scheme = protocol === 'https:' ? 'https' : 'http'
  const proxy = read(env, `${scheme}_proxy`) ?? read(env, 'all_proxy')
  if (proxy === undefined) return undefined
  const target = { hostname, port: port || (scheme === 'https' ? '443' : '80') }
  if (isExempt(target, read(env, 'no_proxy') ?? '')) return null
  const usable = proxyUrl(proxy)
  if (usable === null) throw unusable(proxy)
  return usable
}

/**
 * The proxy that a rule names: a URL, `host:port`, or Electron's and a PAC file's
 * `PROXY a:1; HTTPS b:2; SOCKS5 c:3; DIRECT`, of which the first usable entry counts. Throws
 * `net.proxy` when there are entries and none is usable: straight ahead may be what a network forbids.
 */
export function proxyOfRule(rule: string | null): string | null {
  const all = (rule ?? '').split(';').map((entry) => entry.trim())
  const entries = all.filter((entry) => entry !== '')
  for (const entry of entries) {
    if (/^direct$/i.test(entry)) return null
    const proxy = proxyOfEntry(entry)
    if (proxy !== null) return proxy
  }
  const [first] = entries
  if (first !== undefined) throw unusable(first)
  return null
}

const schemes: Readonly<Record<string, string>> = { proxy: 'http', http: 'http', https: 'https' }

function proxyOfEntry(entry: string): string | null {
  const match = /^([a-z0-9]+)\s+(\S+)$/i.exec(entry)
  if (match === null) return proxyUrl(entry)
  const scheme = schemes[(match[1] ?? '').toLowerCase()]
  return scheme === undefined ? null : proxyUrl(`${scheme}://${match[2]}`)
}

function proxyUrl(text: string): string | null {
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`
  return URL.canParse(full) && /^https?:/i.test(full) ? full : null
}

/** Names and passwords before the `@` are nobody's business. */
function unusable(proxy: string): Failure {
  const details = { proxy: proxy.replace(/[^/@\s]*@/, ''), reason: 'named' }
  return new Failure('net.proxy', 'ask-user', details)
}

function read(env: Environment, name: string): string | undefined {
  const value = (env[name] ?? env[name.toUpperCase()])?.trim()
  return value === '' ? undefined : value
}

interface Target {
  readonly hostname: string
  readonly port: string
}

/** `NO_PROXY`: names match themselves and what is below them; `host:port` only that port; `*` all. */
function isExempt(target: Target, noProxy: string): boolean {
  const entries = noProxy.split(/[\s,]+/).filter((entry) => entry !== '')
  return entries.some((entry) => entry === '*' || exempts(entry.toLowerCase(), target))
}

function exempts(entry: string, target: Target): boolean {
  const match = /^(.+?):(\d+)$/.exec(entry)
  const isAddress = entry.startsWith('[') ? !entry.includes(']:') : entry.split(':').length > 2
  const port = match !== null && !isAddress ? match[2] : undefined
  const name = bare(port === undefined ? entry : (match?.[1] ?? entry))
  const host = bare(target.hostname.toLowerCase())
  if (port !== undefined && port !== target.port) return false
  if (name.includes('/')) return isInNetwork(host, name)
  return host === name || host.endsWith(`.${name}`)
}

function bare(name: string): string {
  return name.replace(/^\*?\.+/, '').replace(/^\[|\]$/g, '')
}

/** IPv4 networks such as `10.0.0.0/8`. */
function isInNetwork(host: string, network: string): boolean {
  const [address, bits] = network.split('/')
  const mine = ipv4(host)
  const theirs = ipv4(address ?? '')
  const shift = 32 - Number(bits)
  if (mine === null || theirs === null || !(shift >= 0 && shift <= 32)) return false
  return Math.floor(mine / 2 ** shift) === Math.floor(theirs / 2 ** shift)
}

function ipv4(text: string): number | null {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return null
  return text.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0)
}
