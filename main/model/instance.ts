export type SourceKind = 'api' | 's3' | 'webdav'
export type SourcePreference = 'auto' | SourceKind
export const sourceKinds: readonly SourceKind[] = ['s3', 'api', 'webdav']

/** One deployment of the archive software. URLs have no trailing slash; `apiUrl` ends in `/api`. */
export interface Instance {
  /** As the `dandi` client spells it, lower case: `dandi`, `ember-dandi`; for a host given by URL, `host:port`. */
  readonly name: string
  readonly apiUrl: string
  readonly webUrl: string | null
  /** The bucket's root; null until it is learnt from an asset's `contentUrl`. */
  readonly s3Url: string | null
  /** WebDAV's root, the folder that holds `dandisets/`; null when the instance has none. */
  readonly webdavUrl: string | null
  /** Found by asking a link's host: a person followed a link, but never said that this one is theirs. */
  readonly learnt?: true | undefined
}

export interface InstanceRow {
  readonly name: string
  readonly title: string
  readonly apiUrl: string
  readonly webUrl: string | null
  readonly s3Url: string | null
  readonly webdavUrl: string | null
  readonly builtIn: boolean
}

export interface KeyStatus {
  /** `session`: kept in memory only, since this system offers no keychain. */
  readonly state: 'none' | 'environment' | 'session' | 'keychain'
  readonly username: string | null
  readonly keychainAvailable: boolean
}
