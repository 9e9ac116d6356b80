import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createPlacer } from '../../main/engine/placing.ts'
import type { Layout } from '../../main/model/layout.ts'
import { clashKey, safeSegments } from '../../main/model/local-path.ts'
import { sampleEntry, sampleOrder, sampleSnapshot } from '../support/sample-data.ts'

const name = fc.constantFrom(
  'a.nwb',
  'A.nwb',
  'con',
  'CON.txt',
  'x:y?.nwb',
  'x_y_.nwb',
  'dot.',
  'space ',
  'é.nwb',
  'e\u0301.nwb',
  `${'long'.repeat(80)}.ome.zarr`,
  `${'long'.repeat(80)}2.ome.zarr`,
  'x.dandelion-partial',
)
const paths = fc.uniqueArray(
  fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/')),
  { maxLength: 12 },
)
const layout: fc.Arbitrary<Layout> = fc.constantFrom(
  { kind: 'archive' } as const,
  { kind: 'flat' } as const,
  { kind: 'template', template: 'by {type}/{name}' } as const,
)
const disk = fc.record({
  rules: fc.constantFrom('posix' as const, 'windows' as const),
  caseSensitive: fc.boolean(),
})

it('with names adapted, every file gets a place that the disk holds and that is its own', () => {
  fc.assert(
    fc.property(paths, layout, disk, (listed, kind, on) => {
      const order = sampleOrder({ layout: kind, names: 'adapt' })
      const placed = createPlacer(order, sampleSnapshot, on).place(
        listed.map((path) => sampleEntry({ path })),
      )
      const taken = new Set<string>()
      for (const { localPath, failure, entry } of placed) {
        expect(failure, entry.path).toBeNull()
        expect(() => safeSegments(localPath, on.rules)).not.toThrow()
        const key = clashKey(localPath, on.caseSensitive)
        expect(taken.has(key), localPath).toBe(false)
        expect([...taken].some((it) => it.startsWith(`${key}/`) || key.startsWith(`${it}/`))).toBe(
          false,
        )
        taken.add(key)
      }
    }),
    { numRuns: 500 },
  )
})

it('names that the disk holds already are left as they are', () => {
  const entries = ['a/b.nwb', 'a/c d.nwb', 'ü.nwb'].map((path) => sampleEntry({ path }))
  const order = sampleOrder({ names: 'adapt' })
  const placed = createPlacer(order, sampleSnapshot, { rules: 'windows', caseSensitive: false })
  expect(placed.place(entries).map((it) => it.localPath)).toEqual([
    '000027/a/b.nwb',
    '000027/a/c d.nwb',
    '000027/ü.nwb',
  ])
})
