import { expect, it } from 'vitest'
import {
  ageWords,
  dateWords,
  formatAge,
  readAges,
  readDates,
  readSizes,
  sizeWords,
} from '../../../renderer/format/range.ts'

const year = 365.25

it.each([
  ['P60 to P90', 60, 90],
  ['p60-p90', 60, 90],
  ['60-90', 60, 90],
  ['60 – 90 days', 60, 90],
  ['8 to 12 weeks', 56, 84],
  ['8–12w', 56, 84],
  ['P8W to P3M', 56, 3 * 30.44],
  ['1.5 to 2 years', 1.5 * year, 2 * year],
  ['between 3 and 6 months', 3 * 30.44, 6 * 30.44],
  ['P1Y6M', year + 6 * 30.44, year + 6 * 30.44],
  ['P90D', 90, 90],
  ['over 1 year', year, null],
  ['>= P60', 60, null],
  ['under 8 w', null, 56],
  ['≤90', null, 90],
])('an age "%s" is understood', (text, from, to) => {
  expect(readAges(text)).toEqual({ from, to })
})

it.each(['', 'adult', '90 to 60', 'P', '8 fortnights', '1 to 2 to 3', 'over', 'P1X'])(
  'an age "%s" is not taken for another',
  (text) => {
    expect(readAges(text)).toBeNull()
  },
)

it.each([
  ['10 MB to 1 GB', 1e7, 1e9],
  ['10-20 MB', 1e7, 2e7],
  ['10MB-1GB', 1e7, 1e9],
  ['1 GB', 1e9, null],
  ['over 1.5 TB', 1.5e12, null],
  ['< 800k', null, 8e5],
  ['up to 2,5 GB', null, 2.5e9],
])('a size "%s" is understood', (text, from, to) => {
  expect(readSizes(text)).toEqual({ from, to })
})

it.each(['', 'big', '2 GB to 1 GB', '10 parsecs', '-5 MB'])(
  'a size "%s" is not taken for another',
  (text) => {
    expect(readSizes(text)).toBeNull()
  },
)

const day = (y: number, m: number, d: number) => new Date(y, m - 1, d).getTime()

it.each([
  ['2021', day(2021, 1, 1), day(2022, 1, 1) - 1],
  ['2021-12', day(2021, 12, 1), day(2022, 1, 1) - 1],
  ['2021-09-14', day(2021, 9, 14), day(2021, 9, 15) - 1],
  ['2021 to 2023-06', day(2021, 1, 1), day(2023, 7, 1) - 1],
  ['since 2022-02-28', day(2022, 2, 28), null],
  ['before 2020', null, day(2020, 1, 1) - 1],
  ['after 2021-06', day(2021, 7, 1), null],
  ['until 2020', null, day(2021, 1, 1) - 1],
])('a date "%s" is understood', (text, from, to) => {
  expect(readDates(text)).toEqual({ from, to })
})

it.each(['', 'yesterday', '2021-13', '2021-02-30', '2023 to 2021', '21'])(
  'a date "%s" is not taken for another',
  (text) => {
    expect(readDates(text)).toBeNull()
  },
)

it.each([
  [[60, 60], '60 d'],
  [[60, 90], '60 d – 90 d'],
  [[365.25 * 40, 365.25 * 42], '40 y – 42 y'],
  [[60, Number.POSITIVE_INFINITY], '≥ 60 d'],
] as const)('an age of %j days is told as %s', (days, words) => {
  expect(formatAge(days)).toBe(words)
})

it('a range is told shortly, its unit once', () => {
  expect(ageWords({ from: 60, to: 90 })).toBe('60 – 90 d')
  expect(ageWords({ from: 3 * year, to: null })).toBe('≥ 3 y')
  expect(sizeWords({ from: 1e7, to: 1e9 })).toBe('10.0 MB – 1.0 GB')
  expect(sizeWords({ from: null, to: 1e9 })).toBe('≤ 1.0 GB')
  expect(dateWords({ from: day(2021, 9, 14), to: day(2021, 9, 15) - 1 })).toBe('2021-09-14')
})
