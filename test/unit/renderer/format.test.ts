import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  formatBytes,
  formatPercent,
  formatRate,
  parseBytes,
} from '../../../renderer/format/bytes.ts'
import { speciesWord } from '../../../renderer/format/species.ts'
import { formatAgo, formatDuration, formatEta } from '../../../renderer/format/time.ts'

describe('sizes in a window', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.resetModules()
  })

  it('keep number and unit on one line, and are read again as they are written', async () => {
    vi.stubGlobal('document', {})
    vi.resetModules()
    const inWindow = await import('../../../renderer/format/bytes.ts')
    expect(inWindow.formatBytes(84e9)).toBe('84.0\u00a0GB')
    expect(inWindow.formatBytes(5)).toBe('5\u00a0B')
    expect(inWindow.formatRate(46.2e6)).toBe('46.2\u00a0MB/s')
    expect(inWindow.formatPercent(1, 2)).toBe('50\u00a0%')
    expect(parseBytes(inWindow.formatRate(46.2e6))).toBe(46.2e6)
  })
})

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [18_792, '18.8 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [99_949_000, '99.9 MB'],
    [99_950_000, '100 MB'],
    [3_100_000_000, '3.1 GB'],
    [812e9, '812 GB'],
    [5.1e15, '5.1 PB'],
    [-5, '0 B'],
  ])('%d bytes are %s', (bytes, words) => {
    expect(formatBytes(bytes)).toBe(words)
  })

  it('a rate is a size a second', () => {
    expect(formatRate(46.2e6)).toBe('46.2 MB/s')
  })

  it('per cent are whole, and 100 only when all of it is there', () => {
    expect(formatPercent(999, 1000)).toBe('99 %')
    expect(formatPercent(1000, 1000)).toBe('100 %')
    expect(formatPercent(1200, 1000)).toBe('100 %')
    expect(formatPercent(0, 0)).toBe('100 %')
  })

  it.each([
    ['2.5 MB/s', 2_500_000],
    ['800k', 800_000],
    ['800 kB', 800_000],
    ['3', 3_000_000],
    ['1,5 GB/s', 1_500_000_000],
    ['fast', null],
    ['5 XB', null],
    ['', null],
  ])('“%s” is read as %s', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes)
  })
})

describe('durations', () => {
  it.each([
    [0, '0 s'],
    [59, '59 s'],
    [60, '1 min'],
    [95, '1 min 35 s'],
    [1500, '25 min'],
    [3600, '1 h'],
    [15_000, '4 h 10 min'],
    [7199, '2 h'],
    [86_400, '1 d'],
    [180_000, '2 d 2 h'],
    [1_000_000, '12 d'],
  ])('%d seconds are %s', (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words)
  })

  it.each([
    [[3, 8], 'a few seconds'],
    [[40, 44], 'about 50 s'],
    [[400, 460], 'about 7 min'],
    [[13_200, 16_800], 'about 4 h 10 min'],
    [[10_000, 18_000], '2–5 h'],
    [[100, 900], '1–15 min'],
    [[10, 900], 'up to 15 min'],
  ] as const)('%j seconds are %s', (range, words) => {
    expect(formatEta(range)).toBe(words)
  })

  it('nothing is said where nothing is known', () => {
    expect(formatEta(null)).toBeNull()
    expect(formatEta([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY])).toBeNull()
  })

  it('what is long ago is a date', () => {
    const now = Date.UTC(2026, 10, 22, 12)
    expect(formatAgo(now - 5000, now)).toBe('just now')
    expect(formatAgo(now - 12 * 60_000, now)).toBe('12 min ago')
    expect(formatAgo(now - 26 * 3_600_000, now)).toBe('1 d ago')
    expect(formatAgo(Date.UTC(2021, 8, 14, 12), now)).toBe('2021-09-14')
  })
})

it.each([
  ['Mus musculus - House mouse', 'House mouse'],
  ['Mus musculus - House mouse, Rattus norvegicus - Norway rat', 'House mouse, Norway rat'],
  ['Canis lupus familiaris - Dog', 'Dog'],
  ['Caenorhabditis elegans', 'Caenorhabditis elegans'],
  ['C57BL/6J - mouse', 'C57BL/6J - mouse'],
  ['', ''],
])('of the species %j the common name is shown: %j', (name, word) => {
  expect(speciesWord(name)).toBe(word)
})
