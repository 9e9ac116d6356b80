/** Which sources an instance has, and in which order they are worth asking. */
import type { Snapshot } from '../model/entry.ts'
import { Failure } from '../model/failure.ts'
import type { Lookup } from '../model/identifier-words.ts'
import type { Instance, SourceKind, SourcePreference } from '../model/instance.ts'
import type { Http } from '../net/http.ts'
import { getJson } from '../net/json.ts'
import { type Pauses, realPauses } from '../net/pauses.ts'
import { apiRequests } from './api-requests.ts'
import { userShape } from './api-shapes.ts'
import type { SourceContext } from './context.ts'
import { createApiSource } from './dandi-api.ts'
import { learnBucket } from './learn-bucket.ts'
import { askHost, type Found, lookUp } from './lookup.ts'
import { createReadings, type Readings } from './readings.ts'
import { createS3Source } from './s3.ts'
import { readMetadata } from './s3-resolve.ts'
import type { Catalog, Source } from './source.ts'
import { createWebdavSource } from './webdav.ts'

export interface SourcesOptions {
  readonly http: Http
  /** Asked anew each time: people add instances and change addresses. */
  readonly instances: () => readonly Instance[]
  /** The API key of an instance; it only ever goes to that instance's API. */
  readonly tokenFor: (instanceName: string) => Promise<string | null> | string | null
  readonly pauses?: Pauses
}

export interface Sources {
  /** Throws `request.invalid` for an instance that nobody knows. */
  source(kind: SourceKind, instanceName: string): Source
  catalog(instanceName: string): Catalog
  /**
   * The sources to try, best first: the asked one alone, or for `auto` the bucket when it is known
   * or can be learnt, the API, and WebDAV when it is configured.
   */
  order(
    preference: SourcePreference,
    instanceName: string,
    signal: AbortSignal,
  ): Promise<readonly Source[]>
  /** The same for what was resolved: closed data come from the API alone. */
  orderFor(
    preference: SourcePreference,
    snapshot: Snapshot,
    signal: AbortSignal,
  ): Promise<readonly Source[]>
  /** The version's metadata from the API; from the bucket where the API cannot be reached. */
  metadata(snapshot: Snapshot, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>>
  readonly readings: Readings
  /** Asks what an identifier could not say by itself; `instance` is to be kept by the caller. */
  lookup(lookup: Lookup, signal: AbortSignal): Promise<Found>
  /** The instance behind an address that a person typed. */
  askHost(origin: string, signal: AbortSignal): Promise<Instance>
  /** The owner of a key; `auth.denied` when the archive refuses it. */
  checkKey(instanceName: string, key: string, signal: AbortSignal): Promise<{ username: string }>
}

/** Sources of all instances; they share the HTTP client and what was learnt about buckets. */
export function createSources(options: SourcesOptions): Sources {
  const contexts = createContexts(options)
  const made = new Map<string, Source>()
  const catalogs = new Map<string, Source & Catalog>()
  const catalog = (instanceName: string) => {
    const known = catalogs.get(instanceName)
    if (known !== undefined) return known
    const source = createApiSource(contexts(instanceName))
    catalogs.set(instanceName, source)
    return source
  }
  const source: Sources['source'] = (kind, instanceName) => {
    if (kind === 'api') return catalog(instanceName)
    const key = `${kind} ${instanceName}`
    const known = made.get(key)
    if (known !== undefined) return known
    const make = kind === 's3' ? createS3Source : createWebdavSource
    const fresh = make(contexts(instanceName))
    made.set(key, fresh)
    return fresh
  }
  const order: Sources['order'] = async (preference, instanceName, signal) => {
    if (preference !== 'auto') return [source(preference, instanceName)]
    const context = contexts(instanceName)
    const kinds: SourceKind[] = (await context.bucket(signal)) === null ? ['api'] : ['s3', 'api']
    if (context.instance().webdavUrl !== null) kinds.push('webdav')
    return kinds.map((kind) => source(kind, instanceName))
  }
  const asking = (signal: AbortSignal) => ({
    http: options.http,
    pauses: options.pauses ?? realPauses,
    instances: options.instances(),
    signal,
  })
  const metadata: Sources['metadata'] = async (snapshot, signal) => {
    const { instance, dandisetId, version, embargoed } = snapshot
    try {
      return await catalog(instance).metadata(dandisetId, version, signal)
    } catch (error) {
      if (embargoed || signal.aborted || !isOutOfReach(error)) throw error
      const found = await metadataByBucket(contexts(instance), snapshot, signal)
      if (found === null) throw error
      return found
    }
  }
  return {
    source,
    catalog,
    order,
    metadata,
    readings: createReadings(options.http, options.pauses ?? realPauses),
    orderFor: async (preference, snapshot, signal) =>
      snapshot.embargoed
        ? [source('api', snapshot.instance)]
        : order(preference, snapshot.instance, signal),
    lookup: (lookup, signal) => lookUp(asking(signal), lookup),
    askHost: (origin, signal) => askHost(asking(signal), origin),
    checkKey: (name, key, signal) => checkKey(contexts(name), key, signal),
  }
}

function isOutOfReach(error: unknown): boolean {
  return error instanceof Failure && /^(net|http)\.|^remote\.html$/.test(error.code)
}

/** Null when the bucket cannot tell it. */
async function metadataByBucket(
  context: SourceContext,
  { dandisetId, version }: Snapshot,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    const root = await context.bucket(signal)
    return root === null ? null : await readMetadata({ context, root, signal }, dandisetId, version)
  } catch (error) {
    if (error instanceof Failure) return null
    throw error
  }
}

function createContexts(options: SourcesOptions): (instanceName: string) => SourceContext {
  const learnt = new Map<string, string>()
  const instanceOf = (name: string) => {
    const found = options.instances().find((one) => one.name === name)
    if (found === undefined) throw new Failure('request.invalid', 'give-up', { instance: name })
    return found
  }
  return (name) => {
    const instance = () => instanceOf(name)
    instance()
    const bucket: SourceContext['bucket'] = async (signal) => {
      const { s3Url, apiUrl } = instance()
      const known = s3Url ?? learnt.get(apiUrl)
      if (known !== undefined) return known
      const root = await learnBucket(apiRequests(context), signal)
      if (root !== null) learnt.set(apiUrl, root)
      return root
    }
    const context: SourceContext = {
      http: options.http,
      pauses: options.pauses ?? realPauses,
      instance,
      token: async () => cleanKey(await options.tokenFor(name)),
      bucket,
    }
    return context
  }
}

/** A key that cannot stand in a header is none. */
function cleanKey(key: string | null): string | null {
  const plain = key?.trim() ?? ''
  return /^[\x21-\x7e]+$/.test(plain) ? plain : null
}

async function checkKey(context: SourceContext, key: string, signal: AbortSignal) {
  const token = cleanKey(key)
  const { name, apiUrl } = context.instance()
  const denied = (cause?: unknown) =>
    new Failure('auth.denied', 'ask-user', { instance: name, reason: 'key' }, cause)
  if (token === null) throw denied()
  const request = { url: `${apiUrl}/users/me/`, headers: { authorization: `token ${token}` } }
  try {
    const wanted = { shape: userShape, asked: 'the key’s owner', instance: name, signal }
    return await getJson(context.http, { ...request, ...wanted }, context.pauses)
  } catch (error) {
    if (error instanceof Failure && error.code.startsWith('auth.')) throw denied(error)
    throw error
  }
}
