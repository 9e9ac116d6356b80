import { describe, expect, it } from 'vitest'
import { entryUrl } from '../../main/transfer/fetch-entries.ts'
import { checkKeys } from '../../main/transfer/zarr-keys.ts'

function check(...pages: readonly (readonly string[])[]): void {
  const checkPage = checkKeys('a.zarr', true)
  for (const page of pages) {
    checkPage(page.map((key) => ({ key, sizeBytes: 1, md5: null, modifiedAt: null })))
  }
}

const code = (it: string) => expect.objectContaining({ code: it })

describe('the keys of a Zarr', () => {
  it.each([
    ['A/0', 'a/0'],
    ['B', 'b'],
    ['\u00e9', 'e\u0301'],
  ])('%j and %j are twins where the disk takes one for the other', (one, other) => {
    const page = [one, other].map((key) => ({ key, sizeBytes: 1, md5: null, modifiedAt: null }))
    expect(() => checkKeys('a.zarr', true)(page)).not.toThrow()
    expect(() => checkKeys('a.zarr', false)(page)).toThrow(code('disk.name'))
  })

  it('may be odd', () => {
    check([
      '.zattrs',
      '0/.zarray',
      '0/Größe µm: «1».txt',
      '0/#a&b+c d',
      'a.b',
      'a/b',
      '..x',
      '.dandi/f',
    ])
  })

  it.each(['../x', '0/../../x', '/etc/passwd', '0//1', '', '.', '0/', 'a\0b'])(
    '%j never leaves the Zarr: it is refused',
    (key) => {
      expect(() => check(['.zattrs', key])).toThrow(code('disk.unsafe-path'))
    },
  )

  it.each([
    [['a', 'a/b'], []],
    [['a/b', 'a'], []],
    [['a'], ['a/b/c']],
    [['a/b/c'], ['a/b']],
    [['a/b/c'], ['z', 'a']],
  ])('%j and then %j are a file and a folder of one name', (first, second) => {
    expect(() => check(first, second)).toThrow(code('disk.name'))
  })

  it('come once, on whatever pages they are', () => {
    expect(() => check(['a', 'b'], ['c', 'a'])).toThrow(code('remote.invalid'))
  })
})

describe('the address of an entry', () => {
  const location = { source: 's3', before: 'http://x/zarr/1/', after: '', headers: {} } as const

  it('keeps slashes in a path and nothing else as it is', () => {
    expect(entryUrl({ ...location, encode: 'path' }, '0/#a&b+c d?.é')).toBe(
      'http://x/zarr/1/0/%23a%26b%2Bc%20d%3F.%C3%A9',
    )
  })

  it('encodes a key in a query whole', () => {
    const query = {
      ...location,
      before: 'http://x/?prefix=',
      after: '&d=1',
      encode: 'query',
    } as const
    expect(entryUrl(query, '0/a&b')).toBe('http://x/?prefix=0%2Fa%26b&d=1')
  })
})
