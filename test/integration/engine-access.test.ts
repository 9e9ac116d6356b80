import { afterEach, describe, expect, it } from 'vitest'
import { demoToken } from '../archive/archive.ts'
import { type LocalProxy, startProxy } from '../support/engine-proxy.ts'
import { originsOfKeys } from '../support/engine-requests.ts'
import { below, digestsOf, trueDigests } from '../support/engine-tree.ts'
import { type EngineWorld, startEngineWorld, type WorldOptions } from '../support/engine-world.ts'

let world: EngineWorld
const proxies: LocalProxy[] = []

async function open(environment: Record<string, string> = {}, options: WorldOptions = {}) {
  world = await startEngineWorld({ ...options, environment, attempts: 2 })
}

async function proxy(page?: string): Promise<LocalProxy> {
  const made = await startProxy(page === undefined ? {} : { page })
  proxies.push(made)
  return made
}

afterEach(async () => {
  await world.close()
  for (const each of proxies.splice(0)) await each.close()
})

const apiOrigin = () => new URL(world.archive.urls.api).origin

describe('data under embargo', () => {
  const dandisetId = '200007'
  const pick = { kind: 'folder', path: 'sub-P01/' } as const
  const order = () => world.order(dandisetId, { version: 'draft', pick })

  it.each(['auto', 'api'] as const)('without a key asks for one (%s)', async (source) => {
    await open()
    const job = await world.run({ ...order(), source })
    expect(job.failure).toMatchObject({ code: 'auth.required', remedy: 'ask-user' })
  })

  it('with a wrong key says that it is required or denied', async () => {
    await open({ LOCAL_API_KEY: 'f'.repeat(40) })
    const job = await world.run(order())
    expect(job.failure?.code).toMatch(/^auth\.(required|denied)$/)
  })

  it.each(['LOCAL_API_KEY', 'DANDELION_API_KEY'])(
    'with a key in %s comes by the API, and no other origin sees the key',
    async (variable) => {
      await open({ [variable]: demoToken })
      const job = await world.run(order())
      expect(job.failure).toBeNull()
      expect(job.counts.failed).toBe(0)
      const files = (await world.files(job.id)).filter((file) => file.kind === 'blob')
      expect(new Set(files.map((file) => file.source))).toEqual(new Set(['api']))
      const truth = trueDigests(world.archive, dandisetId, 'draft', (path) =>
        path.startsWith('sub-P01/'),
      )
      expect(await digestsOf(world.out)).toEqual(truth)
      expect(originsOfKeys(world.archive)).toEqual([apiOrigin()])
    },
  )

  it('whose bytes are elsewhere arrive, and that host never sees the key', async () => {
    await open({ DANDELION_API_KEY: demoToken })
    world.archive.faults.add({ name: 'redirect-elsewhere', service: 's3' })
    const job = await world.run(order())
    expect(job.counts.failed).toBe(0)
    const elsewhere = world.archive.requests.filter((it) => it.service === 'elsewhere')
    expect(elsewhere.length).toBeGreaterThan(0)
    expect(originsOfKeys(world.archive)).toEqual([apiOrigin()])
  })

  it('behind an API that moved are refused rather than the key given away', async () => {
    await open({ DANDELION_API_KEY: demoToken })
    world.archive.faults.add({ name: 'redirect-elsewhere', service: 'api' })
    const job = await world.run(order())
    expect(job.failure?.code).toMatch(/^auth\./)
    const elsewhere = world.archive.requests.filter((it) => it.service === 'elsewhere')
    expect(elsewhere.length).toBeGreaterThan(0)
    expect(originsOfKeys(world.archive)).toEqual([apiOrigin()])
  })

  it('the key is in no log line and in no failure', async () => {
    await open({ DANDELION_API_KEY: demoToken })
    world.archive.faults.add({ name: 'server-error', service: 's3' })
    const job = await world.run(order())
    const said = JSON.stringify([world.complaints, job, await world.files(job.id)])
    expect(world.complaints.length).toBeGreaterThan(0)
    expect(said).not.toContain(demoToken)
    expect(said).not.toContain('X-Amz-Signature')
  })
})

describe('a proxy of the environment', () => {
  const dandisetId = '200001'
  const expected = () => below(dandisetId, trueDigests(world.archive, dandisetId, 'draft'))

  async function run() {
    const job = await world.run(world.order(dandisetId, { version: 'draft', dandisetYaml: false }))
    return { job, found: job.failure ? {} : await digestsOf(world.out) }
  }

  it('HTTP_PROXY takes listings and bytes', async () => {
    const through = await proxy()
    await open({ HTTP_PROXY: through.url })
    const { found } = await run()
    expect(found).toEqual(expected())
    const hosts = ['api', 's3'] as const
    for (const host of hosts) {
      const { host: name } = new URL(world.archive.urls[host])
      expect(
        through.seen.some((line) => line.includes(name)),
        host,
      ).toBe(true)
    }
    const blobs = through.seen.filter((line) => line.includes('/blobs/') || /^CONNECT/.test(line))
    expect(blobs.length).toBeGreaterThan(0)
  })

  it('ALL_PROXY does, and lower case wins', async () => {
    const through = await proxy()
    const other = await proxy()
    await open({ all_proxy: through.url, ALL_PROXY: other.url })
    const { found } = await run()
    expect(found).toEqual(expected())
    expect(through.seen.length).toBeGreaterThan(0)
    expect(other.seen).toEqual([])
  })

  it('HTTPS_PROXY is not for plain addresses', async () => {
    const through = await proxy()
    await open({ HTTPS_PROXY: through.url })
    expect((await run()).found).toEqual(expected())
    expect(through.seen).toEqual([])
  })

  it('NO_PROXY goes around it', async () => {
    const through = await proxy()
    await open({ HTTP_PROXY: through.url, NO_PROXY: 'example.org,127.0.0.1' })
    expect((await run()).found).toEqual(expected())
    expect(through.seen).toEqual([])
  })

  it('that nobody answers at is said as what it is', async () => {
    const gone = await startProxy()
    await gone.close()
    await open({ HTTP_PROXY: gone.url })
    const { job } = await run()
    expect(job.failure?.code).toBe('net.unreachable')
  })

  it('that answers with a web page is recognised', async () => {
    const portal = await proxy('<!DOCTYPE html><html><title>Please sign in</title></html>')
    await open({ HTTP_PROXY: portal.url })
    const { job } = await run()
    expect(job.failure?.code).toBe('remote.html')
  })
})
