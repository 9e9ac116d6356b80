import { describe, expect, it } from 'vitest'
import { formatAge } from '../../../renderer/format/age.ts'
import { partText } from '../../../renderer/locales/part-text.ts'
import { keptState } from '../../../renderer/store/zarr-parts.ts'
import { sampleTransfer } from '../../support/sample-data.ts'

describe('ages in words', () => {
  it.each([
    ['P90D', '90 days (P90D)'],
    ['P1Y2M', '1 year 2 months (P1Y2M)'],
    ['P8W', '8 weeks (P8W)'],
    ['P60D/P90D', '60 days to 90 days (P60D/P90D)'],
    ['P18Y/', '18 years and older (P18Y/)'],
    ['/P2D', 'up to 2 days (/P2D)'],
    ['adult', 'adult'],
    ['P', 'P'],
    ['/', '/'],
    ['P1D/P2D/P3D', 'P1D/P2D/P3D'],
  ])('%s is %s', (age, words) => {
    expect(formatAge(age)).toBe(words)
  })
})

describe('a part in words', () => {
  const part = { keep: ['.zattrs', '3/'], of: 4049 }
  it('says what was kept, of how much, and that each entry was verified', () => {
    const transfer = sampleTransfer({ kind: 'zarr', partsTotal: 12, part })
    expect(partText(transfer, part)).toBe('.zattrs, 3 · 12 of 4,049 entries, each verified')
  })

  it('is not called verified before it is', () => {
    const state = { kind: 'running', attempts: 0 } as const
    const transfer = sampleTransfer({ kind: 'zarr', partsTotal: 12, part, state })
    expect(partText(transfer, part)).toBe('.zattrs, 3 · 12 of 4,049 entries')
  })
})

it('a box inside a Zarr is half ticked when something below it is chosen', () => {
  expect(keptState(['labels/0/'], 'labels/')).toBe('some')
  expect(keptState(['labels/'], 'labels/0/')).toBe('on')
  expect(keptState(['labels/'], 'label')).toBe('off')
  expect(keptState(null, '0/')).toBe('off')
})
