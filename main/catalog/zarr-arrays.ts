/** Reads what arrays and groups of a Zarr say of themselves, formats 2 and 3. Nothing is trusted. */
import type { ZarrArray } from '../model/zarr-tree.ts'

type Loose = Readonly<Record<string, unknown>>

/** Documents by their key: `.zattrs`, `a/.zarray`, `a/zarr.json`. */
export type ZarrDocuments = ReadonlyMap<string, unknown>

export interface Described {
  /** Ends in `/`; the root is `''`. */
  readonly path: string
  readonly kind: 'group' | 'array'
  readonly array: ZarrArray | null
}

/** Groups and arrays that the documents tell of; arrays of an image pyramid know their level. */
export function describeZarr(documents: ZarrDocuments): readonly Described[] {
  const levels = levelsOf(documents)
  const found: Described[] = []
  for (const [key, value] of documents) {
    const path = key.slice(0, key.lastIndexOf('/') + 1)
    const name = key.slice(path.length)
    const document = objectOf(value)
    if (name === '.zarray') found.push(arrayOf(path, document, levels))
    else if (name === '.zgroup') found.push({ path, kind: 'group', array: null })
    else if (name === 'zarr.json' && document.node_type === 'array')
      found.push(arrayOf(path, document, levels))
    else if (name === 'zarr.json') found.push({ path, kind: 'group', array: null })
  }
  return found
}

/** Consolidated documents as if each had been read by itself. */
export function unfold(key: string, value: unknown): ZarrDocuments {
  const document = objectOf(value)
  if (key === '.zmetadata') return new Map(Object.entries(objectOf(document.metadata)))
  const inner = objectOf(objectOf(document.consolidated_metadata).metadata)
  const all = Object.entries(inner).map(([path, each]) => [`${path}/zarr.json`, each] as const)
  return new Map<string, unknown>([[key, value], ...all])
}

interface Level {
  readonly level: number
  readonly axes: readonly string[]
  readonly scale: readonly number[]
}

/** OME-Zarr: `multiscales[].datasets[].path` in the attributes of the group above. */
function levelsOf(documents: ZarrDocuments): ReadonlyMap<string, Level> {
  const levels = new Map<string, Level>()
  for (const [key, value] of documents) {
    const path = key.slice(0, key.lastIndexOf('/') + 1)
    for (const image of listOf(multiscalesOf(key.slice(path.length), objectOf(value)))) {
      const { axes, datasets } = objectOf(image)
      for (const [level, dataset] of listOf(datasets).entries()) {
        const { path: below, coordinateTransformations } = objectOf(dataset)
        if (typeof below !== 'string') continue
        const scale = listOf(coordinateTransformations).map((it) => objectOf(it).scale)
        levels.set(`${path}${below.replace(/^\/+|\/+$/g, '')}/`, {
          level,
          axes: listOf(axes).map((axis) => textOf(axis) ?? textOf(objectOf(axis).name) ?? '?'),
          scale: numbersOf(scale.find((it) => Array.isArray(it))),
        })
      }
    }
  }
  return levels
}

function multiscalesOf(name: string, document: Loose): unknown {
  if (name === '.zattrs') return document.multiscales
  if (name !== 'zarr.json') return []
  const attributes = objectOf(document.attributes)
  return objectOf(attributes.ome).multiscales ?? attributes.multiscales
}

function arrayOf(path: string, document: Loose, levels: ReadonlyMap<string, Level>): Described {
  const grid = objectOf(objectOf(document.chunk_grid).configuration)
  const { level = null, axes = [], scale = [] } = levels.get(path) ?? {}
  const array: ZarrArray = {
    shape: numbersOf(document.shape),
    chunks: numbersOf(document.chunks ?? grid.chunk_shape),
    dtype: dtypeOf(document.dtype ?? document.data_type),
    axes,
    level,
    scale,
  }
  return { path, kind: 'array', array }
}

const kinds: Readonly<Record<string, string>> = { i: 'int', u: 'uint', f: 'float', c: 'complex' }

/** `<u2` as `uint16`; a record type as its fields. */
function dtypeOf(dtype: unknown): string {
  if (Array.isArray(dtype)) return 'record'
  const text = textOf(dtype) ?? textOf(objectOf(dtype).name) ?? ''
  const [, kind = '', bytes] = /^[<>|]?([iufc])(\d+)$/.exec(text) ?? []
  if (kinds[kind] !== undefined) return `${kinds[kind]}${Number(bytes) * 8}`
  if (/^[<>|]?b1$/.test(text)) return 'bool'
  return text === '|O' ? 'object' : text
}

function objectOf(value: unknown): Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Loose)
    : {}
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function numbersOf(value: unknown): readonly number[] {
  return listOf(value).filter((it): it is number => typeof it === 'number' && Number.isFinite(it))
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
