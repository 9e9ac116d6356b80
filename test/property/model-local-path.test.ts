import { isAbsolute, join, posix, win32 } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Pick } from '../../main/model/entry.ts'
import { Failure } from '../../main/model/failure.ts'
import { clashKey, layoutPath, safeSegments } from '../../main/model/local-path.ts'

const name = fc.oneof(
  fc.constantFrom('..', '.', '', 'a', 'sub-1', 'C:', 'con', 'NUL.txt', 'a\\..\\..\\b', '~', '...'),
  fc.constantFrom('x'.repeat(240), 'ü'.repeat(130), '\0', 'a\0b', 'end.', 'end ', '-rf', '$HOME'),
  fc.string({ unit: 'binary', maxLength: 6 }),
)
const path = fc.array(name, { minLength: 1, maxLength: 6 }).map((names) => names.join('/'))

function segmentsOf(text: string, rules: 'posix' | 'windows'): readonly string[] | null {
  try {
    return safeSegments(text, rules)
  } catch (error) {
    if (error instanceof Failure) return null
    throw error
  }
}

describe('a path from a server', () => {
  it('is refused or stays below the destination on this kind of disk', () => {
    fc.assert(
      fc.property(path, (text) => {
        const segments = segmentsOf(text, 'posix')
        if (segments === null) return
        const place = posix.join('/data/out', ...segments)
        expect(place.startsWith('/data/out/')).toBe(true)
        expect(posix.relative('/data/out', place)).toBe(text)
        for (const it of segments) expect(Buffer.byteLength(it)).toBeLessThanOrEqual(231)
      }),
      { numRuns: 3000 },
    )
  })

  it('is refused or stays below the destination on Windows', () => {
    fc.assert(
      fc.property(path, (text) => {
        const segments = segmentsOf(text, 'windows')
        if (segments === null) return
        const place = win32.join('D:\\data\\out', ...segments)
        expect(place.startsWith('D:\\data\\out\\')).toBe(true)
        expect(win32.relative('D:\\data\\out', place).split('\\')).toEqual(segments)
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    ['../x', 'disk.unsafe-path'],
    ['a/../../x', 'disk.unsafe-path'],
    ['/etc/passwd', 'disk.unsafe-path'],
    ['a//b', 'disk.unsafe-path'],
    ['a/./b', 'disk.unsafe-path'],
    ['a/', 'disk.unsafe-path'],
    ['', 'disk.unsafe-path'],
    ['a\0b', 'disk.unsafe-path'],
    ['x'.repeat(232), 'disk.name'],
  ])('%j is refused everywhere', (text, code) => {
    for (const rules of ['posix', 'windows'] as const) {
      expect(() => safeSegments(text, rules)).toThrow(expect.objectContaining({ code }))
    }
  })

  it.each([
    ['con', 'reserved'],
    ['a/COM1.txt', 'reserved'],
    ['lpt9.dat', 'reserved'],
    ['a\\b', 'character'],
    ['a:b', 'character'],
    ['what?', 'character'],
    ['tab\there', 'character'],
    ['end.', 'ending'],
    ['end ', 'ending'],
  ])('%j is refused on Windows alone', (text, reason) => {
    expect(safeSegments(text, 'posix')).toEqual(text.split('/'))
    expect(() => safeSegments(text, 'windows')).toThrow(
      expect.objectContaining({ code: 'disk.name', details: expect.objectContaining({ reason }) }),
    )
  })

  it.each(['console', 'com10', 'auxiliary.nwb', 'null', '.hidden', 'a b', 'ünï'])(
    '%j is fine on Windows',
    (text) => {
      expect(safeSegments(text, 'windows')).toEqual([text])
    },
  )
})

describe('the layout of the dandi client', () => {
  const asset = 'sub-A/ses-1/sub-A_ses-1.nwb'
  it.each<[Pick, string, string]>([
    [{ kind: 'dandiset' }, asset, `000027/${asset}`],
    [{ kind: 'folder', path: 'sub-A/' }, asset, asset],
    [{ kind: 'folder', path: 'sub-A/ses-1/' }, asset, 'ses-1/sub-A_ses-1.nwb'],
    [{ kind: 'item', path: asset }, asset, 'sub-A_ses-1.nwb'],
    [{ kind: 'prefix', prefix: 'sub-A/ses' }, asset, 'ses-1/sub-A_ses-1.nwb'],
    [{ kind: 'prefix', prefix: 'sub' }, asset, asset],
    [{ kind: 'glob', pattern: 'sub-A/*' }, asset, asset],
    [{ kind: 'asset', assetId: '1' }, asset, 'sub-A_ses-1.nwb'],
    [{ kind: 'blob', blobId: '1' }, asset, 'sub-A_ses-1.nwb'],
    [{ kind: 'zarr', zarrId: '1' }, 'a/b.zarr', 'b.zarr'],
    [{ kind: 'dandiset-yaml' }, 'dandiset.yaml', '000027/dandiset.yaml'],
  ])('%j puts %s at %s', (pick, from, to) => {
    expect(layoutPath(from, { pick, dandisetId: '000027', preserveTree: false })).toBe(to)
    const whole = layoutPath(from, { pick, dandisetId: '000027', preserveTree: true })
    expect(whole).toBe(`000027/${from}`)
  })

  it('never leaves the destination: what it gives is the end of a path that was safe', () => {
    const picks = fc.oneof<fc.Arbitrary<Pick>[]>(
      fc.constant({ kind: 'dandiset' }),
      fc.constant({ kind: 'item', path: 'x' }),
      fc.nat(40).map((length) => ({ kind: 'folder', path: `${'a/'.repeat(length % 4)}b/` })),
    )
    fc.assert(
      fc.property(path, picks, fc.boolean(), (from, pick, preserveTree) => {
        fc.pre(segmentsOf(from, 'posix') !== null)
        const to = layoutPath(from, { pick, dandisetId: '000027', preserveTree })
        if (segmentsOf(to, 'posix') === null) return
        expect(isAbsolute(to)).toBe(false)
        expect(join('/data', to).startsWith('/data/')).toBe(true)
      }),
    )
  })
})

describe('names that a disk would mix up', () => {
  it('have one key when case or composition is all that differs', () => {
    const keys = ['ÄB/c', 'äb/C', 'a\u0308b/c'].map((it) => clashKey(it, false))
    expect(new Set(keys).size).toBe(1)
    expect(clashKey('ÄB/c', true)).toBe('ÄB/c')
  })
})
