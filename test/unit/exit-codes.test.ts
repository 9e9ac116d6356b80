import { describe, expect, it } from 'vitest'
import { exitCodeOf, exitCodes } from '../../main/cli/exit-codes.ts'
import { type FailureCode, failureCodes } from '../../main/model/failure.ts'

describe('an exit code', () => {
  const expected: Readonly<Record<number, readonly FailureCode[]>> = {
    [exitCodes.usage]: [
      'input.identifier',
      'input.mismatch',
      'input.invalid',
      'input.cart',
      'remote.not-found',
      'request.invalid',
    ],
    [exitCodes.unreachable]: [
      'net.unreachable',
      'net.timeout',
      'net.cut',
      'net.certificate',
      'net.proxy',
      'http.status',
      'http.throttled',
      'auth.required',
      'auth.denied',
      'auth.expired',
      'source.unavailable',
      'remote.html',
      'store.locked',
    ],
    [exitCodes.disk]: [
      'disk.full',
      'disk.denied',
      'disk.exists',
      'disk.clash',
      'disk.name',
      'disk.missing',
      'disk.unsafe-path',
      'disk.io',
      'disk.partial-lost',
    ],
  }

  it.each(failureCodes)('is known for %s', (code) => {
    const found = Object.entries(expected).find(([, codes]) => codes.includes(code))
    const wanted = found ? Number(found[0]) : exitCodes.someFailed
    expect(exitCodeOf({ code, remedy: 'give-up', details: {} })).toBe(wanted)
  })
})
