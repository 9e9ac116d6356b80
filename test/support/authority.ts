import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** An authority that nobody trusts unless told to, and a certificate that it gave. */
export interface Authority {
  /** Path of the authority's own certificate, PEM. */
  readonly file: string
  /** For this machine and one name. */
  readonly tls: { readonly key: string; readonly cert: string }
}

export const hasOpenssl = succeeds('openssl', ['version'])

/** Makes keys and certificates of one day's life in a folder. */
export function makeAuthority(folder: string, name: string): Authority {
  const at = (file: string) => join(folder, file)
  const openssl = (...args: readonly string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' })
  const key = ['-newkey', 'rsa:2048', '-nodes']
  writeFileSync(
    at('ca.cnf'),
    '[req]\ndistinguished_name=dn\nx509_extensions=ca\n[dn]\n[ca]\nbasicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign\n',
  )
  writeFileSync(at('server.cnf'), `subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:${name}\n`)
  const authority = ['-config', 'ca.cnf', '-subj', '/CN=Test authority', '-days', '1']
  openssl('req', '-x509', ...key, ...authority, '-keyout', 'ca.key', '-out', 'ca.pem')
  const asked = ['-config', 'ca.cnf', '-subj', `/CN=${name}`]
  openssl('req', '-new', ...key, ...asked, '-keyout', 'server.key', '-out', 'server.csr')
  const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '1']
  const to = ['-in', 'server.csr', '-out', 'server.pem', '-extfile', 'server.cnf']
  openssl('x509', '-req', ...by, ...to)
  const read = (file: string) => readFileSync(at(file), 'utf8')
  return { file: at('ca.pem'), tls: { key: read('server.key'), cert: read('server.pem') } }
}

function succeeds(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
