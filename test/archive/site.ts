import type { Tree } from './tree/tree.ts'

/** Where the services listen; none ends in a slash. */
export interface Urls {
  /** With `/api`. */
  readonly api: string
  /** The web application's origin; the API is below it. */
  readonly web: string
  /** The bucket's root. */
  readonly s3: string
  readonly webdav: string
}

export interface SiteSettings {
  /** Seconds for which a presigned URL is good. */
  readonly presignSeconds: number
  /** API keys and the account each belongs to. */
  readonly accounts: ReadonlyMap<string, string>
  /** Whether WebDAV sends downloads to the bucket or to the API. */
  readonly webdavRedirect: 's3' | 'api'
  /** Whether WebDAV refuses more than 50 requests at once and 20 a second. */
  readonly webdavRateLimit: boolean
  /** Lowest client version that the API admits. */
  readonly minimalClientVersion: string
  readonly accessKey: string
  readonly secret: string
}

/** What every handler is given. */
export interface Site {
  readonly tree: Tree
  readonly urls: Urls
  readonly settings: SiteSettings
}
