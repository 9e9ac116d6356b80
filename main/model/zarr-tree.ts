/** What is inside a Zarr, as a person looks through it. */

export interface ZarrNode {
  /** Folders, groups and arrays end in `/`; the root is `''`. */
  readonly path: string
  readonly name: string
  readonly kind: 'folder' | 'group' | 'array' | 'file'
  /** All files below. */
  readonly entries: number
  readonly sizeBytes: number
  /** Null for what is no array, and where its metadata could not be read. */
  readonly array: ZarrArray | null
}

export interface ZarrArray {
  readonly shape: readonly number[]
  readonly chunks: readonly number[]
  /** `uint16`, `float32`, …: else as written. */
  readonly dtype: string
  /** Names of the axes, of an image pyramid. */
  readonly axes: readonly string[]
  /** Of an image pyramid: 0 is the finest. */
  readonly level: number | null
  /** Size of a pixel by axis, as the pyramid has it. */
  readonly scale: readonly number[]
}

/** A Zarr that is being looked into, or was. */
export interface ZarrInside {
  /** `reading`: its metadata, after all entries were listed. */
  readonly state: 'listing' | 'reading' | 'ready'
  /** For questions about it; null before it is ready. */
  readonly treeId: number | null
  /** So far. */
  readonly entries: number
  readonly sizeBytes: number
}

/** What a part means in numbers. */
export interface ZarrPartSize {
  readonly entries: number
  readonly sizeBytes: number
  /** Entries of the whole. */
  readonly of: number
}
