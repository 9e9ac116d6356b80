import type { Resource } from './resource.ts'

export interface Found {
  readonly kind: 'found'
  readonly resource: Resource
}

/** What becomes of a lookup: a resource, 404, or 502 because the API refused. */
export type Outcome =
  | Found
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly message: string }

export const missing: Outcome = { kind: 'missing' }

/** The service is anonymous, so what is embargoed is an upstream failure to it. */
export function refused(url: string): Outcome {
  const message =
    'failed to fetch data from Archive\n\nCaused by:\n' +
    `    0: request to ${url} returned error\n` +
    `    1: HTTP status client error (401 Unauthorized) for url (${url})\n`
  return { kind: 'refused', message }
}
