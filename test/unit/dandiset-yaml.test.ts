import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { dandisetYaml } from '../../main/model/dandiset-yaml.ts'

const data = new URL('../../../shared/data/', import.meta.url)
const files = existsSync(data)
  ? readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /^0\d{5}\/.*dandiset\.yaml$/.test(path),
    )
  : []

describe('dandiset.yaml', () => {
  it.skipIf(files.length === 0)(
    'is, byte by byte, what the real client wrote of real dandisets',
    () => {
      expect(files.length).toBeGreaterThan(50)
      for (const path of files) {
        const text = readFileSync(new URL(path, data), 'utf8')
        const metadata = parse(text, { schema: 'yaml-1.1', version: '1.1' }) as Record<
          string,
          unknown
        >
        expect(dandisetYaml(path.slice(0, 6), metadata), path).toBe(text)
      }
    },
  )

  it('sorts keys, quotes what needs it and folds long lines', () => {
    const text = dandisetYaml('000027', {
      version: '0.6',
      name: "It's: a test",
      empty: '',
      none: null,
      flag: true,
      word: 'yes',
      date: '2020-07-08',
      small: 1e-7,
      list: [],
      map: {},
      tab: 'a\tb',
      lines: 'one\ntwo\n',
      nested: [['a', 'b'], { b: 1, a: ['x'] }],
      long: `${'word '.repeat(18)}end`,
    })
    expect(text.split('\n').slice(3).join('\n')).toBe(`date: '2020-07-08'
empty: ''
flag: true
lines: 'one

  two

  '
list: []
long: word word word word word word word word word word word word word word word word
  word word end
map: {}
name: 'It''s: a test'
nested:
- - a
  - b
- a:
  - x
  b: 1
none: null
small: 1.0e-07
tab: "a\\tb"
version: '0.6'
word: 'yes'
`)
  })
})
