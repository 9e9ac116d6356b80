import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('../../../renderer/styles/tokens.css', import.meta.url), 'utf8')

function tokens(selector: string): ReadonlyMap<string, string> {
  const start = css.indexOf(`${selector} {`)
  const block = css.slice(start, css.indexOf('}', start))
  const found = [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)]
  return new Map(found.map((match) => [match[1] ?? '', match[2] ?? '']))
}

function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
  const [red = 0, green = 0, blue = 0] = channels.map((it) =>
    it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

const surfaces = ['surface', 'surface-sunken', 'surface-raised', 'surface-hover']
const chosen = 'surface-selected'

const texts: readonly (readonly [string, readonly string[]])[] = [
  ['text', [...surfaces, chosen, 'accent-soft', 'warning-soft', 'danger-soft', 'mark']],
  ['text-muted', [...surfaces, chosen]],
  ['accent', surfaces],
  ['positive', surfaces],
  ['warning', [...surfaces, 'warning-soft']],
  ['danger', [...surfaces, chosen, 'danger-soft']],
  ['on-accent', ['accent', 'accent-hover']],
  ['on-danger', ['danger', 'danger-hover']],
]

const shapes: readonly (readonly [string, readonly string[]])[] = [
  ['line-strong', ['surface', 'surface-raised', 'surface-hover', 'surface-sunken']],
  ['accent', [chosen]],
  ['positive', [chosen]],
  ['progress-fetched', ['surface']],
  ['progress-verified', ['surface', 'progress-track']],
]

const themes = [
  ['light', tokens(':root')],
  ['dark', tokens("[data-theme='dark']")],
] as const

describe.each(themes)('in the %s theme', (_name, theme) => {
  const pairs = (list: typeof texts) =>
    list.flatMap(([front, backs]) => backs.map((back) => [front, back] as const))
  const ratio = (front: string, back: string) =>
    contrast(theme.get(front) ?? '#000000', theme.get(back) ?? '#000000')

  it.each(pairs(texts))('text in %s can be read on %s', (front, back) => {
    expect(ratio(front, back)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(pairs(shapes))('a shape in %s can be seen on %s', (front, back) => {
    expect(ratio(front, back)).toBeGreaterThanOrEqual(3)
  })
})

it('both themes name the same colours', () => {
  expect([...themes[1][1].keys()]).toEqual([...themes[0][1].keys()])
})
