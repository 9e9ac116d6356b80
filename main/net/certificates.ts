// biome-ignore lint/style/noRestrictedImports: runtimes before 22.15 cannot list the system's authorities.
import { readFileSync } from 'node:fs'
import * as tls from 'node:tls'

/** Where distributions keep the bundle that an administrator adds a hospital's own authority to. */
const linuxBundles: readonly string[] = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

type CertificateStore = 'system' | 'bundled' | 'extra'
/** Absent from runtimes older than Node 22.15. */
type ReadStore = ((store: CertificateStore) => readonly string[]) | undefined

/**
 * Every authority that the system, the runtime and `NODE_EXTRA_CA_CERTS` trust, as PEM texts, each
 * once. Parsing them takes tens of milliseconds, so callers build one secure context and keep it.
 */
export function trustedCertificates(
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const readStore = tls.getCACertificates as ReadStore
  const found =
    readStore === undefined
      ? [...tls.rootCertificates, ...distributionBundle(), ...extra(env)]
      : [...readStore('bundled'), ...readStore('system'), ...extra(env)]
  return [...new Set(found.map((text) => text.trim()))]
}

function distributionBundle(): readonly string[] {
  for (const path of linuxBundles) {
    const certificates = readBundle(path)
    if (certificates.length > 0) return certificates
  }
  return []
}

function extra(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return [env.NODE_EXTRA_CA_CERTS, env.SSL_CERT_FILE].flatMap((path) =>
    path === undefined || path === '' ? [] : readBundle(path),
  )
}

/** The certificates of a PEM file; none when it cannot be read, as the runtime itself does. */
function readBundle(path: string): readonly string[] {
  try {
    const text = readFileSync(path, 'latin1')
    return text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
  } catch {
    return []
  }
}
