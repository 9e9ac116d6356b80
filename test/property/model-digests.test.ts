import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_PART_BYTES, partLength, partPlan } from '../../main/model/dandi-etag.ts'
import { dandiEtag } from '../../main/transfer/dandi-etag.ts'
import { createZarrChecksum } from '../../main/transfer/zarr-checksum.ts'
import { zarrChecksum } from '../archive/content/zarr-checksum.ts'

const vectors = new URL('../../../shared/vectors/', import.meta.url)
// Elsewhere than in the automatic run the vectors may be missing, and that is no failure.
const hasVectors = existsSync(vectors) || process.env.CI !== undefined

const md5 = (bytes: Uint8Array | string) => createHash('md5').update(bytes).digest()

function readVectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, vectors), 'utf8')) as T
}

describe.runIf(hasVectors)('the recorded vectors (../shared/vectors)', () => {
  it('give the same plan of parts for every size', () => {
    for (const wanted of readVectors<EtagVectors>('etag.json').part_plans) {
      const plan = partPlan(wanted.size)
      expect([wanted.size, plan.count]).toEqual([wanted.size, wanted.parts])
      if (plan.count === 0) continue
      expect(partLength(plan, wanted.size, 0)).toBe(wanted.part_size)
      expect(partLength(plan, wanted.size, plan.count - 1)).toBe(wanted.last_part_size)
    }
  })

  it('give the same dandi-etag for every list of part digests', () => {
    for (const { name, part_md5: parts, ...wanted } of readVectors<EtagVectors>('etag.json')
      .cases) {
      const came = dandiEtag(parts.map((hex) => Buffer.from(hex, 'hex')))
      expect([name, came]).toEqual([name, wanted['dandi:dandi-etag']])
    }
  })

  it('give the same checksum for every Zarr', () => {
    for (const { name, files, checksum } of readVectors<ZarrVectors>('zarr_checksum.json').cases) {
      const tree = createZarrChecksum()
      for (const [key, { text = '', md5: known, size }] of Object.entries(files)) {
        tree.add(key, known ?? md5(text).toString('hex'), size ?? Buffer.byteLength(text))
      }
      expect([name, tree.value()]).toEqual([name, checksum])
    }
  })
})

interface EtagVectors {
  readonly cases: readonly {
    readonly name: string
    readonly part_md5: readonly string[]
    readonly 'dandi:dandi-etag': string
  }[]
  readonly part_plans: readonly {
    readonly size: number
    readonly parts: number
    readonly part_size: number
    readonly last_part_size: number
  }[]
}

interface ZarrVectors {
  readonly cases: readonly {
    readonly name: string
    readonly files: Readonly<Record<string, { text?: string; md5?: string; size?: number }>>
    readonly checksum: string
  }[]
}

const anySize = fc.oneof(
  fc.integer({ min: 0, max: 5 * 1024 ** 4 }),
  fc
    .tuple(fc.integer({ min: 0, max: 12_000 }), fc.integer({ min: -1, max: 1 }))
    .map(([parts, more]) => Math.max(0, parts * DEFAULT_PART_BYTES + more)),
)

describe('a plan of parts', () => {
  it('covers every byte once, in at most 10,000 parts that differ only at the end', () => {
    fc.assert(
      fc.property(anySize, (sizeBytes) => {
        const plan = partPlan(sizeBytes)
        expect(plan.count).toBeLessThanOrEqual(10_000)
        expect(plan.count === 0).toBe(sizeBytes === 0)
        if (plan.count === 0) return
        const last = partLength(plan, sizeBytes, plan.count - 1)
        expect((plan.count - 1) * plan.partBytes + last).toBe(sizeBytes)
        expect(last).toBeGreaterThan(0)
        if (plan.count > 1) expect(partLength(plan, sizeBytes, 0)).toBe(plan.partBytes)
      }),
    )
  })

  it('refuses what no bucket can hold', () => {
    expect(() => partPlan(5 * 1024 ** 4 + 1)).toThrow(RangeError)
  })
})

describe('dandi-etag', () => {
  it('is the MD5 of the MD5s of the parts, however the bytes arrive', () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 20 })
    fc.assert(
      fc.property(parts, (all) => {
        const digests = all.map(md5)
        const naive = md5(Buffer.concat(digests)).toString('hex')
        expect(dandiEtag(digests)).toBe(`${naive}-${all.length}`)
      }),
    )
  })
})

interface ZarrFile {
  readonly key: string
  readonly md5: string
  readonly sizeBytes: number
}

const name = fc.oneof(
  fc.constantFrom(
    '0',
    '1',
    '10',
    'a',
    'a.b',
    'a-b',
    '.zattrs',
    'ä',
    '\u{1f9e0}',
    '\uffee',
    '~',
    '\u007f',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }).filter((it) => !it.includes('/')),
)
const file: fc.Arbitrary<ZarrFile> = fc.record({
  key: fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/')),
  md5: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((it) => Buffer.from(it).toString('hex')),
  sizeBytes: fc.nat(2 ** 31),
})

/** Files whose names do not stand in each other's way. */
const tree = fc.uniqueArray(file, { selector: (it) => it.key, maxLength: 40 }).map((files) => {
  const folders = new Set(
    files.flatMap(({ key }) => {
      const names = key.split('/')
      return names.slice(1).map((_, depth) => names.slice(0, depth + 1).join('/'))
    }),
  )
  return files.filter(({ key }) => !folders.has(key))
})

describe('the checksum of a Zarr', () => {
  it('is that of another implementation, in whatever order the entries come', () => {
    const shuffled = tree.chain((files) =>
      fc.tuple(fc.constant(files), fc.shuffledSubarray(files, { minLength: files.length })),
    )
    fc.assert(
      fc.property(shuffled, ([files, other]) => {
        const sum = createZarrChecksum()
        for (const { key, md5: digest, sizeBytes } of other) sum.add(key, digest, sizeBytes)
        expect(sum.value()).toBe(zarrChecksum(files))
      }),
    )
  })

  it('changes with every change of a name, a digest or a size', () => {
    const changes = fc.constantFrom<(it: ZarrFile) => ZarrFile>(
      (it) => ({ ...it, key: `${it.key}_` }),
      (it) => ({ ...it, md5: it.md5.replace(/./, (first) => (first === '0' ? '1' : '0')) }),
      (it) => ({ ...it, sizeBytes: it.sizeBytes + 1 }),
    )
    const filled = tree.filter((files) => files.length > 0)
    fc.assert(
      fc.property(filled, fc.nat(), changes, (files, at, change) => {
        const which = at % files.length
        const changed = files.map((it, index) => (index === which ? change(it) : it))
        const keys = new Set(changed.map((it) => it.key))
        fc.pre(keys.size === files.length && !isClash(changed))
        expect(checksumOf(changed)).not.toBe(checksumOf(files))
      }),
    )
  })

  it('refuses a key that is a file and a folder', () => {
    for (const keys of [
      ['a', 'a/b'],
      ['a/b', 'a'],
      ['x/a/b/c', 'x/a'],
    ]) {
      const sum = createZarrChecksum()
      expect(() => {
        for (const key of keys) sum.add(key, 'd41d8cd98f00b204e9800998ecf8427e', 0)
      }).toThrow(/file/)
    }
  })
})

function checksumOf(files: readonly ZarrFile[]): string {
  const sum = createZarrChecksum()
  for (const { key, md5: digest, sizeBytes } of files) sum.add(key, digest, sizeBytes)
  return sum.value()
}

function isClash(files: readonly ZarrFile[]): boolean {
  return files.some(({ key }) => files.some((other) => other.key.startsWith(`${key}/`)))
}
