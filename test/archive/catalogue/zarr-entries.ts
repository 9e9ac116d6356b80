import { byByteOrder } from '../content/byte-order.ts'
import { bytesContent, type Content, generatedContent } from '../content/content.ts'
import { between, seededRandom } from '../content/random.ts'
import type { ZarrEntry } from '../tree/model.ts'

export interface ImagePlan {
  readonly seed: string
  /** ISO 8601. */
  readonly modified: string
  /** Chunks along y and x of each level, the largest first. */
  readonly levels: readonly (readonly [y: number, x: number])[]
  /** Smallest and largest size of a chunk. */
  readonly bytes: readonly [number, number]
  /** Further keys and what they hold. */
  readonly extra?: readonly (readonly [key: string, content: Content])[]
}

/** The entries of a multi-scale image, in byte order. */
export function imageEntries(plan: ImagePlan): readonly ZarrEntry[] {
  const random = seededRandom(plan.seed)
  const found: [string, Content][] = [
    ['.zattrs', bytesContent(attributes(plan.levels.length))],
    ['.zgroup', bytesContent('{\n    "zarr_format": 2\n}')],
    ...(plan.extra ?? []).map(([key, content]): [string, Content] => [key, content]),
  ]
  for (const [level, [rows, columns]] of plan.levels.entries()) {
    found.push([`${level}/.zarray`, bytesContent(arrayOf(rows, columns))])
    for (let y = 0; y < rows; y += 1) {
      for (let x = 0; x < columns; x += 1) {
        const key = `${level}/0/0/0/${y}/${x}`
        const size = between(random, ...plan.bytes)
        found.push([key, generatedContent(`${plan.seed}/${key}`, size)])
      }
    }
  }
  return found
    .sort(([a], [b]) => byByteOrder(a, b))
    .map(([key, content]) => ({ key, content, modified: plan.modified }))
}

function attributes(levels: number): string {
  const datasets = Array.from({ length: levels }, (_, level) => ({
    path: String(level),
    coordinateTransformations: [{ type: 'scale', scale: [1, 1, 2 ** level, 2 ** level] }],
  }))
  const axes = ['t', 'c', 'z', 'y', 'x'].map((name) => ({ name }))
  return JSON.stringify({ multiscales: [{ version: '0.4', axes, datasets }] }, null, 4)
}

function arrayOf(rows: number, columns: number): string {
  const chunks = [1, 1, 1, 64, 64]
  const shape = [1, 1, 1, rows * 64, columns * 64]
  const compressor = { id: 'blosc', cname: 'zstd', clevel: 5, shuffle: 1, blocksize: 0 }
  const layout = { chunks, compressor, dimension_separator: '/', dtype: '<u2', fill_value: 0 }
  return JSON.stringify({ ...layout, filters: null, order: 'C', shape, zarr_format: 2 }, null, 4)
}
