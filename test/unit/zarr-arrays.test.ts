import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { describeZarr, unfold } from '../../main/catalog/zarr-arrays.ts'
import { hasRealData, realData } from '../support/sample-archive.ts'

const array2 = { zarr_format: 2, shape: [1, 900, 700], chunks: [1, 64, 64], dtype: '<u2' }
const multiscales = [
  {
    axes: [{ name: 'z', type: 'space' }, { name: 'y' }, 'x'],
    datasets: [
      { path: '0', coordinateTransformations: [{ type: 'scale', scale: [1, 0.5, 0.5] }] },
      { path: '1' },
    ],
  },
]

describe('what arrays say of themselves', () => {
  it('is read from format 2, with the levels of an image pyramid', () => {
    const found = describeZarr(
      new Map<string, unknown>([
        ['.zgroup', { zarr_format: 2 }],
        ['.zattrs', { multiscales }],
        ['0/.zarray', array2],
        ['1/.zarray', { ...array2, shape: [1, 450, 350] }],
      ]),
    )
    expect(found).toEqual([
      { path: '', kind: 'group', array: null },
      {
        path: '0/',
        kind: 'array',
        array: {
          shape: [1, 900, 700],
          chunks: [1, 64, 64],
          dtype: 'uint16',
          axes: ['z', 'y', 'x'],
          level: 0,
          scale: [1, 0.5, 0.5],
        },
      },
      expect.objectContaining({
        path: '1/',
        array: expect.objectContaining({ level: 1, scale: [] }),
      }),
    ])
  })

  it('is read from format 3, consolidated or not', () => {
    const array3 = {
      zarr_format: 3,
      node_type: 'array',
      shape: [10, 20],
      data_type: 'float32',
      chunk_grid: { name: 'regular', configuration: { chunk_shape: [5, 5] } },
    }
    const group = { zarr_format: 3, node_type: 'group', attributes: { ome: { multiscales } } }
    const single = describeZarr(
      new Map<string, unknown>([
        ['zarr.json', group],
        ['1/zarr.json', array3],
      ]),
    )
    const whole = { ...group, consolidated_metadata: { metadata: { '1': array3 } } }
    expect(describeZarr(unfold('zarr.json', whole))).toEqual(single)
    expect(single[1]).toMatchObject({
      path: '1/',
      kind: 'array',
      array: { shape: [10, 20], chunks: [5, 5], dtype: 'float32', level: 1 },
    })
  })

  it('is no reason to fail, whatever nonsense it is', () => {
    const odd = [null, 7, 'text', [], { multiscales: 7 }, { multiscales: [{ datasets: [null] }] }]
    for (const value of odd) {
      const names = ['.zattrs', '.zarray', 'zarr.json', 'a/.zgroup']
      const found = describeZarr(new Map(names.map((name) => [name, value])))
      expect(found.every(({ kind }) => kind === 'group' || kind === 'array')).toBe(true)
    }
    expect([...unfold('.zmetadata', null)]).toEqual([])
  })

  it.runIf(hasRealData)('is read from real stores of both formats (needs ../shared/data)', () => {
    const stores = join(realData, 'zarr/stores/zarrita')
    const files = readdirSync(stores, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && /^(\.z(array|attrs|group)|zarr\.json)$/.test(file.name))
      .map((file) => join(file.parentPath, file.name))
    const documents = new Map<string, unknown>(
      files.map((file) => [relative(stores, file), JSON.parse(readFileSync(file, 'utf8'))]),
    )
    const found = describeZarr(documents).filter(({ kind }) => kind === 'array')
    const wanted = files.filter((file) => {
      const text = readFileSync(file, 'utf8')
      return file.endsWith('.zarray') || JSON.parse(text).node_type === 'array'
    })
    expect(wanted.length).toBeGreaterThan(20)
    expect(found).toHaveLength(wanted.length)
    for (const { array, path } of found) {
      expect([path, array?.dtype]).not.toEqual([path, ''])
      expect(array?.shape.length).toBe(array?.chunks.length)
    }
  })
})
