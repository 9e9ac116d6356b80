import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { sentence } from '../../main/cli/print.ts'
import type { JobView } from '../../main/model/job.ts'
import { type Archive, startArchive } from '../archive/archive.ts'
import { type Authority, hasOpenssl, makeAuthority } from '../support/authority.ts'
import { type LocalProxy, type ProxyOptions, startProxy } from '../support/engine-proxy.ts'
import { below, digestsOf, trueDigests } from '../support/engine-tree.ts'
import { type EngineWorld, startEngineWorld } from '../support/engine-world.ts'

const dandisetId = '200006'
/** No name server knows it, so nobody gets there but through the proxy. */
const name = 'archive.hospital.invalid'

let folder: string
let authority: Authority
let world: EngineWorld
const closers: (() => Promise<void>)[] = []

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dandelion-authority-'))
  if (hasOpenssl) authority = makeAuthority(folder, name)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(async () => {
  await world.close()
  for (const close of closers.splice(0)) await close()
})

async function archiveAt(host?: string): Promise<Archive> {
  const made = await startArchive({ tls: authority.tls, ...(host !== undefined && { name: host }) })
  closers.push(made.close)
  return made
}

async function proxy(options: ProxyOptions = {}): Promise<LocalProxy> {
  const made = await startProxy({ knows: name, ...options })
  closers.push(made.close)
  return made
}

async function open(shared: Archive, environment: Record<string, string>): Promise<void> {
  world = await startEngineWorld({ shared, environment, attempts: 2 })
}

const fetchAll = (): Promise<JobView> =>
  world.run(world.order(dandisetId, { version: 'draft', dandisetYaml: false }))

async function expectAll(job: JobView): Promise<void> {
  expect(job.failure).toBeNull()
  expect(job.counts.failed).toBe(0)
  const truth = trueDigests(world.archive, dandisetId, 'draft')
  expect(await digestsOf(world.out)).toEqual(below(dandisetId, truth))
}

/** Listings go to the API from the main thread, bytes to the bucket from the workers. */
function expectTunnels({ seen }: LocalProxy): void {
  for (const host of ['api', 's3'] as const) {
    expect(seen).toContain(`CONNECT ${new URL(world.archive.urls[host]).host}`)
  }
  expect(seen.filter((line) => !line.startsWith('CONNECT '))).toEqual([])
}

const why = hasOpenssl ? '' : ' (left out: there is no openssl)'

describe.runIf(hasOpenssl)(`a hospital with a proxy and an authority of its own${why}`, () => {
  it.each(['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'])(
    'HTTPS_PROXY takes all of it in tunnels, and %s is trusted everywhere',
    async (variable) => {
      const through = await proxy()
      const environment = { HTTPS_PROXY: through.url, [variable]: authority.file }
      await open(await archiveAt(name), environment)
      await expectAll(await fetchAll())
      expectTunnels(through)
    },
  )

  it('a proxy that is itself spoken to by https does too', async () => {
    const through = await proxy({ tls: authority.tls })
    const environment = { HTTPS_PROXY: through.url, SSL_CERT_FILE: authority.file }
    await open(await archiveAt(name), environment)
    await expectAll(await fetchAll())
    expectTunnels(through)
  })

  it('the proxy of the system is used where the environment names none', async () => {
    const through = await proxy()
    await open(await archiveAt(name), { SSL_CERT_FILE: authority.file })
    const asked: string[] = []
    await world.reopen({
      proxyFor(url) {
        asked.push(new URL(url).hostname)
        return Promise.resolve(`PROXY ${new URL(through.url).host}; DIRECT`)
      },
    })
    await expectAll(await fetchAll())
    expectTunnels(through)
    expect(new Set(asked)).toEqual(new Set([name]))
  })

  it('NO_PROXY goes around it', async () => {
    const through = await proxy()
    const environment = { HTTPS_PROXY: through.url, SSL_CERT_FILE: authority.file }
    await open(await archiveAt(), { ...environment, NO_PROXY: '127.0.0.1' })
    await expectAll(await fetchAll())
    expect(through.seen).toEqual([])
  })

  it('without the authority nothing is fetched, and the certificate is named as the reason', async () => {
    const through = await proxy()
    await open(await archiveAt(name), { HTTPS_PROXY: through.url })
    const { failure } = await fetchAll()
    expect(failure).toMatchObject({ code: 'net.certificate', remedy: 'ask-user' })
    expect(failure && sentence(failure)).toMatch(
      new RegExp(`certificate of ${name}.*SSL_CERT_FILE`),
    )
    expect(world.archive.requests).toEqual([])
  })

  it('a system that knows SOCKS alone is told apart, and nothing goes straight ahead', async () => {
    await open(await archiveAt(), { SSL_CERT_FILE: authority.file })
    await world.reopen({ proxyFor: () => Promise.resolve('SOCKS5 127.0.0.1:1080') })
    const { failure } = await fetchAll()
    expect(failure).toMatchObject({ code: 'net.proxy', remedy: 'ask-user' })
    expect(failure && sentence(failure)).toContain('SOCKS')
    expect(world.archive.requests).toEqual([])
  })
})
