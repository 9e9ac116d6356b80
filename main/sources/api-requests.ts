import type { z } from 'zod'
import { getJson } from '../net/json.ts'
import type { SourceContext } from './context.ts'

/** The API's routes with their final slash, and nothing that leaves the API's origin. */
export interface ApiRequests {
  /** Absolute URL of a route such as `dandisets/000027/`, with its query. */
  url(route: string, query?: Readonly<Record<string, string>>): string
  /** The key as a header; empty without one. */
  headers(): Promise<Readonly<Record<string, string>>>
  /** Fetches and checks a document of the API. */
  get<T>(url: string, asked: string, shape: z.ZodType<T>, signal: AbortSignal): Promise<T>
  /** The same without trying again, for callers that decide about pauses themselves. */
  getOnce: ApiRequests['get']
}

/** Requests of one instance's API on behalf of its key's owner. */
export function apiRequests(context: SourceContext): ApiRequests {
  const url: ApiRequests['url'] = (route, query = {}) => {
    const search = new URLSearchParams(query).toString()
    return `${context.instance().apiUrl}/${route}${search === '' ? '' : `?${search}`}`
  }
  const headers: ApiRequests['headers'] = async () => {
    const token = await context.token()
    return token === null ? {} : { authorization: `token ${token}` }
  }
  const getting =
    (tries: number | null): ApiRequests['get'] =>
    async (target, asked, shape, signal) => {
      const instance = context.instance()
      const isHome = new URL(target).origin === new URL(instance.apiUrl).origin
      const request = {
        ...{ url: target, asked, shape, signal, instance: instance.name },
        ...(tries !== null && { tries }),
      }
      const own = isHome ? await headers() : {}
      return getJson(context.http, { ...request, headers: own }, context.pauses)
    }
  return { url, headers, get: getting(null), getOnce: getting(1) }
}
