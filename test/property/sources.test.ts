import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Failure } from '../../main/model/failure.ts'
import { entryOf } from '../../main/sources/asset-metadata.ts'
import { objectOf } from '../../main/sources/loose.ts'
import { createObjectScanner } from '../../main/sources/object-scanner.ts'
import { parsePropfind } from '../../main/sources/propfind.ts'
import { parseS3Page } from '../../main/sources/s3-listing.ts'

const fields = fc.dictionary(
  fc.constantFrom(
    ...['path', 'contentUrl', 'digest', 'contentSize', 'wasAttributedTo', 'wasGeneratedBy'],
    ...['identifier', 'encodingFormat', 'blobDateModified', 'id', 'dateModified'],
  ),
  fc.jsonValue(),
)

describe('a metadata document of any shape', () => {
  it('gives an entry or nothing, and never an error', () => {
    fc.assert(
      fc.property(fields, (document) => {
        const entry = entryOf({ path: 'a' }, objectOf(document))
        expect(entry?.path).toBe('a')
        expect(Number.isSafeInteger(entry?.sizeBytes)).toBe(true)
        expect(entry?.modifiedAt === null || Number.isFinite(entry?.modifiedAt)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('a list of objects, cut anywhere', () => {
  const objects = fc.array(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()))
  const blanks = fc.constantFrom('', ' ', '\n\t ')

  it('is taken apart into just these objects', () => {
    fc.assert(
      fc.property(objects, blanks, fc.integer({ min: 1, max: 40 }), (values, blank, size) => {
        const inner = values.map((value) => JSON.stringify(value)).join(`${blank},${blank}`)
        const bytes = Buffer.from(`${blank}[${blank}${inner}${blank}]${blank}`)
        const scanner = createObjectScanner()
        const found: string[] = []
        for (let at = 0; at < bytes.length; at += size) {
          found.push(...scanner.write(bytes.subarray(at, at + size)))
        }
        expect(found.map((text) => JSON.parse(text) as unknown)).toEqual(
          values.map((value) => JSON.parse(JSON.stringify(value)) as unknown),
        )
        expect(scanner.isComplete()).toBe(true)
      }),
    )
  })

  it('that breaks off is never complete', () => {
    fc.assert(
      fc.property(objects, fc.nat(), (values, cut) => {
        const bytes = Buffer.from(JSON.stringify(values))
        const scanner = createObjectScanner()
        scanner.write(bytes.subarray(0, cut % bytes.length))
        expect(scanner.isComplete()).toBe(false)
      }),
    )
  })
})

describe('answers of strangers', () => {
  const xml = fc.array(
    fc.constantFrom(
      ...['<multistatus xmlns="DAV:">', '</multistatus>', '<response>', '</response>', '<href>'],
      ...[
        '</href>',
        '/a/',
        '/a/../b',
        'http://evil.example/',
        '<propstat>',
        '</propstat>',
        '&#x0;',
      ],
      ...['<ListBucketResult>', '</ListBucketResult>', '<Contents>', '</Contents>', '<Key>x</Key>'],
      ...['&quot;', '&bogus;', '<IsTruncated>true</IsTruncated>', '<!DOCTYPE a [<!ENTITY b "c">]>'],
    ),
  )
  it('are understood or a failure', () => {
    fc.assert(
      fc.property(xml, (parts) => {
        for (const parse of [parsePropfind, parseS3Page]) {
          try {
            parse(parts.join(''), 'http://dav.example/a/')
          } catch (error) {
            expect(error).toBeInstanceOf(Failure)
          }
        }
      }),
      { numRuns: 2000 },
    )
  })
})
