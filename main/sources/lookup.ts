import type { ArchiveRef } from '../model/entry.ts'
import { Failure } from '../model/failure.ts'
import { identify, identifyOn } from '../model/identifier.ts'
import { flaw, type Lookup } from '../model/identifier-words.ts'
import type { Instance } from '../model/instance.ts'
import { discard, type Http, redirectTarget } from '../net/http.ts'
import { getJson } from '../net/json.ts'
import type { Pauses } from '../net/pauses.ts'
import { infoShape } from './api-shapes.ts'

const mostHops = 5

export interface LookupContext {
  readonly http: Http
  readonly pauses: Pauses
  readonly instances: readonly Instance[]
  readonly signal: AbortSignal
}

/** What a look-up found; `instance` is one that nobody knew before. */
export interface Found {
  readonly ref: ArchiveRef
  readonly instance: Instance | null
}

/**
 * Asks what only the network can tell. Throws `input.identifier` when a link leads to no archive,
 * and `net.*` or `http.*` when nobody answers.
 */
export async function lookUp(context: LookupContext, lookup: Lookup): Promise<Found> {
  if (lookup.kind === 'redirect') return followToArchive(context, lookup.url, lookup.glob)
  const instance = await askHost(context, lookup.origin)
  const ref = identifyOn(lookup.text, instance, lookup.glob)
  return { ref, instance: context.instances.includes(instance) ? null : instance }
}

/**
 * The instance behind an address, by `/server-info` or `/api/info/`. Throws `input.identifier` when
 * it names an API that is none, or one in plain text for an address that was encrypted.
 */
export async function askHost(context: LookupContext, origin: string): Promise<Instance> {
  const info = await askInfo(context, `${origin}/server-info`).catch((error: unknown) => {
    if (!(error instanceof Failure) || !isOtherRoute(error)) throw error
    return askInfo(context, `${origin}/api/info/`)
  })
  const apiUrl = info.services.api.url.replace(/\/+$/, '')
  const known = context.instances.find((one) => one.apiUrl === apiUrl)
  if (known !== undefined) return known
  if (!isAddress(apiUrl) || isDowngrade(origin, apiUrl)) throw flaw('instance', origin, origin)
  const webUrl = info.services.webui?.url.replace(/\/+$/, '') ?? ''
  return {
    name: new URL(apiUrl).host,
    apiUrl,
    webUrl: isAddress(webUrl) ? webUrl : null,
    s3Url: null,
    webdavUrl: null,
  }
}

function isAddress(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
}

/** Nothing on the way can read what goes to this machine itself. */
function isDowngrade(origin: string, apiUrl: string): boolean {
  const { protocol, hostname } = new URL(apiUrl)
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
  return new URL(origin).protocol === 'https:' && protocol === 'http:' && !isLoopback
}

/** A web app answers an unknown path with its own page, an API with 404. */
function isOtherRoute({ code }: Failure): boolean {
  return ['remote.not-found', 'remote.html', 'remote.invalid', 'http.status'].includes(code)
}

function askInfo(context: LookupContext, url: string) {
  const { http, pauses, signal } = context
  const asked = 'a description of the archive'
  return getJson(http, { url, asked, shape: infoShape, signal, tries: 3 }, pauses)
}

async function followToArchive(
  context: LookupContext,
  from: string,
  glob: boolean,
): Promise<Found> {
  let url = from
  for (let hop = 0; hop < mostHops; hop += 1) {
    const target = await nextHop(context, url)
    if (target === null) break
    const [found] = identify(target, {
      instances: context.instances,
      defaultInstance: 'dandi',
      glob,
    })
    if (found?.kind === 'ref') return { ref: found.ref, instance: null }
    if (found?.kind === 'lookup' && found.lookup.kind === 'host')
      return lookUp(context, found.lookup)
    url = target
  }
  throw flaw('form', from, from)
}

/** Services that know no HEAD are asked again by GET. */
async function nextHop(context: LookupContext, url: string): Promise<string | null> {
  for (const method of ['HEAD', 'GET']) {
    const request = { url, method, redirect: 'manual', signal: context.signal } as const
    const answer = await context.http.send(request)
    await discard(answer)
    const target = redirectTarget(answer)
    if (target !== null || answer.status < 400) return target
  }
  return null
}
