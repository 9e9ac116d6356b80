import type { Json } from '../tree/model.ts'

/** Anything with an address on the WebDAV service. */
export interface Resource {
  /** Decoded; collections end in a slash. */
  readonly path: string
  readonly name: string
  readonly isCollection: boolean
  /** What the HTML listing calls it. */
  readonly type: string
  /** RFC 3339. */
  readonly created?: string
  readonly modified?: string
  readonly sizeBytes?: () => number
  readonly contentType?: string
  readonly etag?: () => string
  /** Where GET leads; absent for collections and for `dandiset.yaml`. */
  readonly location?: string
  /** What GET answers itself. */
  readonly text?: () => string
  /** The API's address for the metadata, shown in the HTML listing. */
  readonly metadataUrl?: string
  /** Where a row of the HTML listing links to, if not to `path`. */
  readonly rowUrl?: string
  readonly children: () => readonly Resource[]
}

export interface CollectionParts {
  readonly type: string
  readonly children: () => readonly Resource[]
  readonly created?: string
  readonly modified?: string
  readonly sizeBytes?: () => number
  readonly metadataUrl?: string
}

/** A collection of which the name is the last component of the path. */
export function collection(path: string, parts: CollectionParts): Resource {
  return { ...parts, path, name: lastComponent(path), isCollection: true }
}

export function lastComponent(path: string): string {
  return path.replace(/\/$/, '').split('/').at(-1) ?? ''
}

export const noChildren = (): readonly Resource[] => []

export function encodingOfFacts(facts: Json): string {
  return String(facts.encodingFormat ?? 'application/octet-stream')
}
