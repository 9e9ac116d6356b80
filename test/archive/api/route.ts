import type { Call, Reply } from '../call.ts'
import type { Site } from '../site.ts'
import type { Dandiset, Version } from '../tree/model.ts'
import { versionOf } from '../tree/tree.ts'
import { type Account, refusal } from './account.ts'
import { notFound } from './errors.ts'

export interface Request {
  readonly call: Call
  readonly site: Site
  readonly account: Account
  /** What the groups of the route's pattern caught. */
  readonly args: readonly string[]
}

export interface Route {
  /** Of the whole path, with its slash at the end. */
  readonly pattern: RegExp
  readonly methods: readonly string[]
  readonly handle: (request: Request) => Reply | Promise<Reply>
}

export const dandisetPart = '(\\d{6})'
export const versionPart = '(draft|0\\.\\d{6}\\.\\d{4})'
export const uuidPart = '([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})'

export function get(path: string, handle: Route['handle']): Route {
  return { pattern: new RegExp(`^/api/${path}$`), methods: ['GET', 'HEAD', 'OPTIONS'], handle }
}

export function post(path: string, handle: Route['handle']): Route {
  return { pattern: new RegExp(`^/api/${path}$`), methods: ['POST', 'OPTIONS'], handle }
}

/** Runs `use` on the dandiset of a request, unless it is unknown or the caller may not see it. */
export function withDandiset(
  request: Request,
  id: string | undefined,
  use: (dandiset: Dandiset) => Reply,
): Reply {
  const dandiset = request.site.tree.dandiset(id ?? '')
  if (!dandiset) return notFound()
  return refusal(request.account, dandiset) ?? use(dandiset)
}

export function withVersion(
  request: Request,
  use: (dandiset: Dandiset, version: Version) => Reply,
): Reply {
  return withDandiset(request, request.args[0], (dandiset) => {
    const version = versionOf(dandiset, request.args[1] ?? '')
    return version ? use(dandiset, version) : notFound()
  })
}

/** `true`, `false`, the default when absent or empty, or nothing when it is neither. */
export function flagOf(call: Call, name: string, absent: boolean): boolean | undefined {
  const text = call.query.get(name) ?? ''
  if (text === '') return absent
  if (/^(true|1|t|yes|y|on)$/i.test(text)) return true
  if (/^(false|0|f|no|n|off)$/i.test(text)) return false
  return undefined
}
