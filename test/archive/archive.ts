// A local DANDI archive: the REST API, the bucket and WebDAV over one tree, with faults by name.
import { apiHandler } from './api/api.ts'
import type { Call, Handler } from './call.ts'
import { ownerName } from './catalogue/build.ts'
import { builtInDandisets } from './catalogue/catalogue.ts'
import { createFaults, type Faults } from './faults.ts'
import { type Listener, type ListenOptions, listen } from './listen.ts'
import { realDandisets } from './real/real.ts'
import { createRecorder, type RecordedRequest } from './record.ts'
import { s3Handler } from './s3/s3.ts'
import type { Site, SiteSettings, Urls } from './site.ts'
import type { Dandiset } from './tree/model.ts'
import { createTree } from './tree/tree.ts'
import { createTruth, type Truth } from './truth.ts'
import { webdavHandler } from './webdav/webdav.ts'

export interface ArchiveOptions {
  /** The API's port; the bucket and WebDAV take the next two. 0, the default: any free ones. */
  readonly port?: number
  /** Default 127.0.0.1. */
  readonly host?: string
  /** The name in its own URLs, for clients that reach it through a proxy. Default: the host. */
  readonly name?: string
  /** Key and certificate as PEM; all services then speak https alone. */
  readonly tls?: ListenOptions['tls']
  /** A folder of real metadata; its dandisets are added to the built-in ones. */
  readonly dataDir?: string
  /** Default true. */
  readonly builtIn?: boolean
  /** Ids of the dandisets to have; default all of them. */
  readonly only?: readonly string[]
  /** API keys with the account of each. Default: `demoToken`, which owns the built-in ones. */
  readonly accounts?: ReadonlyMap<string, string>
  /** Seconds for which a presigned URL is good. Default 21600. */
  readonly presignSeconds?: number
  /** Where WebDAV sends downloads. Default the bucket. */
  readonly webdavRedirect?: 's3' | 'api'
  /** Whether WebDAV refuses more than 50 requests at once and 20 a second. Default false. */
  readonly webdavRateLimit?: boolean
  /** Lowest client version that the API admits. Default 0.60.0. */
  readonly minimalClientVersion?: string
  /** How many requests are remembered, 0 for none. Default 100,000. */
  readonly recordLimit?: number
}

/** The key that opens the embargoed dandiset unless others are given. */
export const demoToken = '0123456789abcdef0123456789abcdef01234567'

export interface Archive extends Truth {
  readonly urls: Urls
  /** Another origin, to which the fault `redirect-elsewhere` leads. */
  readonly elsewhereUrl: string
  readonly faults: Faults
  /** Oldest first. */
  readonly requests: readonly RecordedRequest[]
  readonly clearRequests: () => void
  readonly close: () => Promise<void>
}

/** Starts the three services and resolves when all of them listen. */
export async function startArchive(options: ArchiveOptions = {}): Promise<Archive> {
  const settings = settingsOf(options)
  const tree = createTree(dandisetsFor(options))
  const recorder = createRecorder(options.recordLimit ?? 100_000)
  const listeners: Listener[] = []
  const origins: Record<string, string> = {}
  const faults = createFaults(() => origins.elsewhere ?? '')
  let site: Site | undefined
  const current = () => {
    if (!site) throw new Error('The archive is still starting')
    return site
  }
  const services = servicesFor(current)
  const firstPort = options.port ?? 0
  try {
    for (const [index, { service, handle }] of services.entries()) {
      const isNumbered = firstPort > 0 && service !== 'elsewhere'
      const listener = await listen({
        service,
        handle,
        recorder,
        host: options.host ?? '127.0.0.1',
        ...(options.name !== undefined && { name: options.name }),
        ...(options.tls && { tls: options.tls }),
        port: isNumbered ? firstPort + index : 0,
        effectOn: faults.effectOn,
      })
      listeners.push(listener)
      origins[service] = listener.origin
    }
  } catch (error) {
    await closeAll(listeners)
    throw error
  }
  const urls = urlsOf(origins)
  site = { tree, urls, settings }
  return {
    ...createTruth(site),
    urls,
    elsewhereUrl: origins.elsewhere ?? '',
    faults: { add: faults.add, clear: faults.clear },
    requests: recorder.requests,
    clearRequests: recorder.clear,
    close: () => closeAll(listeners),
  }
}

function dandisetsFor({ builtIn = true, dataDir, only }: ArchiveOptions): readonly Dandiset[] {
  const all = [
    ...(builtIn ? builtInDandisets() : []),
    ...(dataDir === undefined ? [] : realDandisets(dataDir)),
  ]
  return only === undefined ? all : all.filter(({ id }) => only.includes(id))
}

function settingsOf(options: ArchiveOptions): SiteSettings {
  return {
    presignSeconds: options.presignSeconds ?? 6 * 3600,
    accounts: options.accounts ?? new Map([[demoToken, ownerName]]),
    webdavRedirect: options.webdavRedirect ?? 's3',
    webdavRateLimit: options.webdavRateLimit ?? false,
    minimalClientVersion: options.minimalClientVersion ?? '0.60.0',
    accessKey: 'LOCALARCHIVE',
    secret: 'not a secret: it signs URLs of made-up data',
  }
}

function servicesFor(site: () => Site): readonly Pick<ListenOptions, 'service' | 'handle'>[] {
  const api = apiHandler(site)
  const s3 = s3Handler(site)
  const webdav = webdavHandler(site)
  return [
    { service: 'api', handle: api },
    { service: 's3', handle: s3 },
    { service: 'webdav', handle: webdav },
    { service: 'elsewhere', handle: elsewhere(api, s3) },
  ]
}

function elsewhere(api: Handler, s3: Handler): Handler {
  return (call: Call) => {
    if (call.path.startsWith('/api/')) return api(call)
    // A foreign host does not mind a header that the bucket would refuse.
    const { authorization: _, ...headers } = call.headers
    return s3({ ...call, query: call.query, headers })
  }
}

function urlsOf(origins: Readonly<Record<string, string>>): Urls {
  const { api = '', s3 = '', webdav = '' } = origins
  return { api: `${api}/api`, web: api, s3, webdav }
}

async function closeAll(listeners: readonly Listener[]): Promise<void> {
  await Promise.all(listeners.map((listener) => listener.close()))
}
