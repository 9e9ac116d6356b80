import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareNatural, naturalKey } from '../../main/model/natural-order.ts'

describe('natural order', () => {
  const part = fc.constantFrom(
    'a',
    'A',
    'b',
    '1',
    '01',
    '2',
    '10',
    '0',
    '-',
    '_',
    '99999999999',
    '100000000000',
  )
  const text = fc.array(part, { maxLength: 4 }).map((parts) => parts.join(''))
  const path = fc.array(text, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))

  it('has numbers by their value, whatever their length', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), text, (a, b, rest) => {
        const order = compareNatural(`x${a}_${rest}`, `x${b}_${rest}`)
        expect(Math.sign(order)).toBe(Math.sign(a - b))
      }),
    )
  })

  it('tells every two paths apart, and has what is below a folder in one stretch', () => {
    fc.assert(
      fc.property(path, path, (a, b) => {
        expect(naturalKey(a) === naturalKey(b)).toBe(a === b)
        expect(naturalKey(b).startsWith(naturalKey(`${a}/`))).toBe(b.startsWith(`${a}/`))
      }),
      { numRuns: 3000 },
    )
  })
})
