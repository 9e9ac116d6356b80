import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Failure } from '../../main/model/failure.ts'
import { identify } from '../../main/model/identifier.ts'
import { builtInInstances } from '../../main/model/instances.ts'

const options = { instances: builtInInstances, defaultInstance: 'dandi' }
const fragment = fc.constantFrom(
  ...[
    'DANDI:',
    '000027',
    'https://',
    's3://',
    'dandi://',
    '/',
    '?location=',
    '&page=1',
    '#/',
    '%2',
  ],
  ...[
    'dandiarchive.org',
    '/dandiset/',
    '/api/',
    'dandi download ',
    '-i ',
    '"',
    "'",
    '\\',
    '\n',
    ' ',
  ],
  ...['10.48324/', 'dandi.000027', 'blobs/', '@', ':', '[', ']', '%zz', '127.0.0.1', '.zarr'],
)
const nearly = fc
  .array(fc.oneof(fragment, fc.string({ unit: 'binary', maxLength: 4 })))
  .map((all) => all.join(''))

describe('any text', () => {
  it('gives meanings, look-ups or failures, and never an error', () => {
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string({ unit: 'binary' })), fc.boolean(), (text, glob) => {
        for (const found of identify(text, { ...options, glob })) {
          if (found.kind !== 'failure') continue
          expect(found.failure).toBeInstanceOf(Failure)
          const { at, part, text: whole } = found.failure.details
          if (found.failure.code === 'input.identifier') {
            expect(typeof at === 'number' && at <= String(whole).length).toBe(true)
            expect(typeof part).toBe('string')
          }
        }
      }),
      { numRuns: 3000 },
    )
  })
})

const id = fc.integer({ min: 0, max: 999_999 }).map((number) => String(number).padStart(6, '0'))
const version = fc.constantFrom(null, 'draft', '0.210831.2033')
const instance = fc.constantFrom(...builtInInstances.map(({ name }) => name))
const segment = fc
  .array(fc.constantFrom(...'abcXYZ019 ()&#+~_=-,;[]\\^`'.split('')), {
    minLength: 1,
    maxLength: 8,
  })
  .map((letters) => `s${letters.join('')}e`)
const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'))

describe('a canonical identifier', () => {
  it('means what it was made from', () => {
    fc.assert(
      fc.property(
        fc.tuple(instance, id, version, path, fc.boolean()),
        ([name, dandisetId, pinned, at, isFolder]) => {
          const encoded = at.split('/').map(encodeURIComponent).join('/')
          const head = `dandi://${name}/${dandisetId}${pinned === null ? '' : `@${pinned}`}`
          const pick = isFolder ? { kind: 'folder', path: `${at}/` } : { kind: 'item', path: at }
          const whole = { instance: name, dandisetId, version: pinned }
          expect(identify(`${head}/${encoded}${isFolder ? '/' : ''}`, options)).toMatchObject([
            { kind: 'ref', ref: { ...whole, pick } },
          ])
          expect(identify(head, options)).toMatchObject([
            { ref: { ...whole, pick: { kind: 'dandiset' } } },
          ])
        },
      ),
    )
  })

  it('of the web app means its folder, whatever else the address carries', () => {
    fc.assert(
      fc.property(id, path, fc.nat(99), (dandisetId, folder, page) => {
        const location = encodeURIComponent(folder)
        const text = `https://dandiarchive.org/dandiset/${dandisetId}/draft/files?location=${location}&page=${page}`
        expect(identify(text, options)).toMatchObject([
          { ref: { dandisetId, pick: { kind: 'folder', path: `${folder}/` } } },
        ])
      }),
    )
  })
})
