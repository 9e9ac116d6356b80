import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { Secrets } from '../../main/engine/context.ts'
import { identifyAll } from '../../main/engine/identifying.ts'
import { createKeys } from '../../main/engine/keys.ts'
import { createSettingsKeeper } from '../../main/engine/settings-keeper.ts'
import type { Instance } from '../../main/model/instance.ts'
import { builtInInstances } from '../../main/model/instances.ts'
import { defaultSettings, type Settings } from '../../main/model/settings.ts'
import type { Http } from '../../main/net/http.ts'
import { createSources, type Sources } from '../../main/sources/registry.ts'
import type { Store } from '../../main/store/database.ts'
import { requests } from '../../preload/contract.ts'

const signal = new AbortController().signal
const environment = {
  DANDELION_API_KEY: 'general',
  DANDI_API_KEY: 'for-dandi',
  OPENAI_API_KEY: 'not-ours',
  'EVIL.EXAMPLE_API_KEY': 'meant-for-it',
}

function instance(apiUrl: string, more: Partial<Instance> = {}): Instance {
  const { host } = new URL(apiUrl)
  return { name: host, apiUrl, webUrl: null, s3Url: null, webdavUrl: null, ...more }
}

function keeper(own: readonly Instance[] = []) {
  const written: Partial<Settings> = {}
  const store = {
    settings: {
      read: (defaults: Settings) => ({ ...defaults, ...written }),
      write: (patch: Partial<Settings>) => void Object.assign(written, patch),
    },
  } as unknown as Store
  const defaults = { ...defaultSettings('/data'), instances: own }
  return createSettingsKeeper({ store, defaults, overrides: {}, addresses: {} })
}

function memory(): Secrets {
  const kept = new Map<string, string>()
  return {
    kind: 'keychain',
    get: async (name) => kept.get(name) ?? null,
    set: async (name, text) => void kept.set(name, text),
    remove: async (name) => void kept.delete(name),
  }
}

function keysOf(settings: ReturnType<typeof keeper>, variables: Record<string, string> = {}) {
  const secrets = memory()
  const { instances } = settings
  const chosen = () => settings.current().instance
  const keys = createKeys({ environment: variables, secrets, instances, chosen })
  return { keys, secrets }
}

function reply(url: string, status: number, headers: Record<string, string>, text = '') {
  return { url, status, headers, body: Readable.from([Buffer.from(text)]) }
}

/** Answers `/server-info` of each origin, and redirects others. */
function hosts(apis: Readonly<Record<string, string>>, redirects: Record<string, string> = {}) {
  const http = {
    async send({ url }: { url: string }) {
      const location = redirects[url]
      if (location !== undefined) return reply(url, 302, { location })
      const api = url.endsWith('/server-info') ? apis[new URL(url).origin] : undefined
      if (api === undefined) return reply(url, 404, {})
      const info = JSON.stringify({ services: { api: { url: api } } })
      return reply(url, 200, { 'content-type': 'application/json' }, info)
    },
  }
  return http as unknown as Http
}

function world(own: readonly Instance[], http: Http) {
  const settings = keeper(own)
  const { keys } = keysOf(settings, environment)
  const { instances, learn } = settings
  const sources = createSources({ http, instances, tokenFor: keys.read })
  const read = async (text: string, onNamed: (name: string) => void = () => {}) => {
    const how = { defaultInstance: 'dandi', instanceAsked: false, glob: false, signal, onNamed }
    const refs = await identifyAll(text, { sources, instances: instances(), learn, ...how })
    return refs[0]?.instance ?? ''
  }
  return { settings, keys, sources, read }
}

const evilLink = 'https://evil.example/dandiset/000001'
const evil = { 'https://evil.example': 'https://evil.example/api' }

describe('keys of the environment', () => {
  it('go to built-in instances, and to those that a person added', async () => {
    const { keys } = world([instance('https://lab.example/api', { name: 'lab' })], hosts({}))
    expect(await keys.read('dandi')).toBe('for-dandi')
    expect(await keys.read('linc')).toBe('general')
    expect(await keys.read('lab')).toBe('general')
    expect(await keys.read('nobody')).toBeNull()
  })

  it('do not go to where a pasted link leads, unless they were meant for it', async () => {
    const apis = {
      'https://bad.example': 'https://bad.example/api',
      'http://openai': 'http://openai/api',
    }
    const { keys, read } = world([], hosts({ ...evil, ...apis }))
    expect(await read(evilLink)).toBe('evil.example')
    expect(await keys.read(await read('https://bad.example/dandiset/000001'))).toBeNull()
    expect(await keys.read(await read('http://openai/dandiset/000001'))).toBeNull()
    expect(await keys.status('bad.example')).toMatchObject({ state: 'none' })
    expect(await keys.read('evil.example')).toBe('meant-for-it')
  })

  it('go to the instance that was chosen, or named for this run, and not to where that redirects', async () => {
    const apis = { 'https://bad.example': 'https://bad.example/api' }
    const short = 'https://short.example/x'
    const link = 'https://bad.example/dandiset/000001'
    const { keys, read, settings } = world([], hosts(apis, { [short]: link }))
    await read(short, keys.trust)
    expect(await keys.read('bad.example')).toBeNull()
    settings.change({ instance: 'bad.example' })
    expect(await keys.read('bad.example')).toBe('general')
    settings.change({ instance: 'dandi' })
    await read(link, keys.trust)
    expect(await keys.read('bad.example')).toBe('general')
  })
})

describe('a kept key', () => {
  const checked = { checkKey: async () => ({ username: 'ada' }) } as unknown as Sources

  it('goes to the origin it was checked at and to no other', async () => {
    const settings = keeper()
    const { keys } = keysOf(settings)
    await keys.set('dandi', 'mine', checked, signal)
    expect(await keys.read('dandi')).toBe('mine')
    settings.change({ instances: [instance('https://elsewhere.example/api', { name: 'dandi' })] })
    expect(await keys.read('dandi')).toBeNull()
    expect(await keys.status('dandi')).toMatchObject({ state: 'none' })
    settings.change({ instances: [] })
    expect(await keys.read('dandi')).toBe('mine')
  })

  it.each(['mine', '12', 'null', '{"key":"mine"}'])(
    'whose origin nobody knows is none: %s',
    async (text) => {
      const { keys, secrets } = keysOf(keeper())
      await secrets.set('dandi', text)
      expect(await keys.read('dandi')).toBeNull()
    },
  )
})

describe('an instance behind a link', () => {
  it('is marked as learnt, which the window may hand back', async () => {
    const { read, settings } = world([], hosts(evil))
    await read(evilLink)
    const { instances } = settings.current()
    expect(instances).toMatchObject([{ name: 'evil.example', learnt: true }])
    expect(requests['settings.change'].input.safeParse({ instances }).success).toBe(true)
  })

  it('that is known already stays as it is', async () => {
    const api = builtInInstances[0]?.apiUrl ?? ''
    const { read, settings } = world([], hosts({ 'https://mirror.example': api }))
    expect(await read('https://mirror.example/dandiset/000001')).toBe('dandi')
    expect(settings.current().instances).toEqual([])
  })

  it('replaces neither a built-in one of its name nor one that a person added', async () => {
    const own = instance('https://lab.example/api')
    const apis = {
      'http://dandi': 'http://dandi/api',
      'https://x.example': 'http://lab.example/api',
    }
    const { read, settings, sources } = world(
      [own],
      hosts({ ...apis, 'http://y.example': 'https://lab.example/v2' }),
    )
    const refused = { code: 'input.identifier', details: { reason: 'instance' } }
    await expect(read('http://dandi/dandiset/000001')).rejects.toMatchObject(refused)
    await expect(read('http://y.example/dandiset/000001')).rejects.toMatchObject(refused)
    const asked = await sources.askHost('http://dandi', signal)
    expect(() => settings.learn(asked)).toThrow()
    expect(settings.current().instances).toEqual([own])
  })

  it('gives way to its new address, but not to one in plain text', () => {
    const settings = keeper([instance('https://lab.example/api', { learnt: true })])
    expect(() => settings.learn(instance('http://lab.example/api'))).toThrow()
    settings.learn(instance('https://lab.example/v2/api'))
    expect(settings.current().instances).toMatchObject([{ apiUrl: 'https://lab.example/v2/api' }])
  })

  it.each([
    ['https://a.example', 'http://a.example/api', false],
    ['https://a.example', 'file:///etc/passwd', false],
    ['https://a.example', 'nonsense', false],
    ['https://a.example', 'http://127.0.0.1:8000/api', true],
    ['http://a.example', 'http://a.example/api', true],
  ])('%s with its API at %s: %s', async (origin, api, fine) => {
    const { sources } = world([], hosts({ [origin]: api }))
    const asked = sources.askHost(origin, signal)
    if (fine) expect(await asked).toMatchObject({ apiUrl: api })
    else await expect(asked).rejects.toMatchObject({ code: 'input.identifier' })
  })
})
