import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createZarrSums } from '../../main/catalog/zarr-sums.ts'
import type { ZarrEntry } from '../../main/model/entry.ts'
import { partName, partPath, partPredicate } from '../../main/model/zarr-part.ts'

const segment = fc.constantFrom('0', '1', 'c', 'a', 'labels', 'zarr.json', '.zarray', '.zattrs')
const key = fc.array(segment, { minLength: 1, maxLength: 4 }).map((it) => it.join('/'))
const kept = fc.oneof(
  key,
  key.map((it) => `${it}/`),
)

/** The rule as its sentence has it, key by key. */
function isMeant(name: string, keep: readonly string[]): boolean {
  if (keep.some((it) => it === name || (it.endsWith('/') && name.startsWith(it)))) return true
  const folder = name.slice(0, name.lastIndexOf('/') + 1)
  const isMetadata = ['.zgroup', '.zattrs', '.zarray', 'zarr.json'].includes(
    name.slice(folder.length),
  )
  return isMetadata && keep.some((it) => it.startsWith(folder))
}

it('a part is what is kept and the metadata above it, whatever is kept', () => {
  fc.assert(
    fc.property(fc.array(kept, { minLength: 1, maxLength: 4 }), key, (keep, name) => {
      expect(partPredicate(keep)(name)).toBe(isMeant(name, keep))
    }),
  )
})

it('a larger choice means at least the same entries', () => {
  fc.assert(
    fc.property(fc.array(kept, { minLength: 1, maxLength: 3 }), kept, key, (keep, more, name) => {
      if (partPredicate(keep)(name)) expect(partPredicate([...keep, more])(name)).toBe(true)
    }),
  )
})

it('consolidated metadata would tell of arrays that are not there, so they are left out', () => {
  expect(partPredicate(['0/'])('.zmetadata')).toBe(false)
  expect(partPredicate(['0/', '.zmetadata'])('.zmetadata')).toBe(true)
})

it('the name of a part keeps the endings that readers go by, and is never the Zarr’s own', () => {
  expect(partPath('sub-1/micr/brain.ome.zarr')).toBe('sub-1/micr/brain.part.ome.zarr')
  expect(partName('ecephys.nwb.zarr')).toBe('ecephys.part.nwb.zarr')
  expect(partName('a.b.zarr')).toBe('a.b.part.zarr')
  expect(partName('.zarr')).toBe('.zarr.part')
  expect(partName('tree')).toBe('tree.part')
  fc.assert(
    fc.property(fc.string(), (name) => {
      expect(partName(name)).not.toBe(name)
    }),
  )
})

it('sums of folders are those of all entries below, in pages of any size', () => {
  const entry = fc.record({ key, sizeBytes: fc.nat(1000) })
  const keys = fc.uniqueArray(entry, { selector: (it) => it.key, maxLength: 40 })
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 7 }), (some, size) => {
      const entries = some
        .map((it): ZarrEntry => ({ ...it, md5: null, modifiedAt: null }))
        .sort((a, b) => (a.key < b.key ? -1 : 1))
      const sums = createZarrSums()
      const found = new Map<string, readonly [number, number]>()
      for (let at = 0; at < entries.length; at += size) {
        for (const { path, ...sum } of sums.add(entries.slice(at, at + size)).folders) {
          const [count, bytes] = found.get(path) ?? [0, 0]
          found.set(path, [count + sum.entries, bytes + sum.sizeBytes])
        }
      }
      for (const [path, sum] of found) {
        const below = entries.filter((it) => it.key.startsWith(path))
        if (path !== '' && below.length !== sum[0]) continue
        expect([path, sum]).toEqual([
          path,
          [below.length, below.reduce((total, it) => total + it.sizeBytes, 0)],
        ])
      }
      expect(found.get('')?.[0] ?? 0).toBe(entries.length)
    }),
  )
})
