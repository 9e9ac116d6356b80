import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { createPathTests } from '../../main/catalog/path-tests.ts'
import { factsOf } from '../../main/model/facts.ts'
import { type Filter, filterPredicate, noFilter } from '../../main/model/selection.ts'
import { sampleEntry } from '../support/sample-data.ts'

/** More than are looked at in one go. */
const paths = Array.from(
  { length: 60_000 },
  (_, at) => `sub-M${at % 97}/sub-M${at % 97}_ses-${at % 13}_${at % 3 ? 'ECEPHYS' : 'ophys'}.nwb`,
)

async function expectSame(filter: Partial<Filter>): Promise<void> {
  const asked = { ...noFilter, ...filter }
  const holds = filterPredicate(asked)
  const expected = paths.map((path) => Number(holds(factsOf(sampleEntry({ path })))))
  const found = await createPathTests(paths)(asked)
  expect(Buffer.compare(Buffer.from(found.holds ?? []), Buffer.from(expected))).toBe(0)
}

describe('tests of many paths', () => {
  it('find with an expression what looking at each alone finds', () =>
    expectSame({ regex: '^sub-m(1|22)/.*_ses-\\d_o' }))

  it('find with text, globs and an expression together what looking at each alone finds', () =>
    expectSame({
      text: 'Ses-1',
      include: ['*ecephys*', 'SUB-m2*'],
      exclude: ['*_ses-12_*'],
      regex: 'm[0-4]',
    }))

  it('take in paths that came after the first question', async () => {
    const growing = ['a/Raw.nwb']
    const test = createPathTests(growing)
    const filter = { ...noFilter, text: 'raw' }
    expect((await test(filter)).holds).toEqual(Uint8Array.of(1))
    growing.push('b/raw.nwb', 'c')
    expect((await test(filter)).holds).toEqual(Uint8Array.of(1, 1, 0))
  })

  it('find with an expression what came after the first question, each in its place', async () => {
    const growing = paths.slice(0, 3000)
    const test = createPathTests(growing)
    for (const size of [3000, 9001, 9002]) {
      growing.push(...paths.slice(growing.length, size))
      const { holds } = await test({ ...noFilter, regex: 'm(1|22)_ses-1' })
      expect(holds).toEqual(Uint8Array.from(growing, (path) => Number(/m(1|22)_ses-1/i.test(path))))
    }
  })

  it.each(['.*m1.*nwb', '.*?ses-12|ophys', '^.*_OPHYS', '.*'])(
    'find with %s what looking at each alone finds',
    (regex) => expectSame({ regex }),
  )

  it('give up an expression that would take for ever, and answer others meanwhile', async () => {
    const long = Array.from({ length: 10 }, () => `${'a'.repeat(40)}!`)
    const test = createPathTests(long)
    const never = test({ ...noFilter, regex: '^(a+)+$' })
    const order: string[] = []
    const ended = expect(never.finally(() => order.push('slow'))).rejects.toMatchObject({
      code: 'input.invalid',
      details: { reason: 'regex-slow' },
    })
    expect((await test({ ...noFilter, regex: 'a!$' })).holds).toEqual(new Uint8Array(10).fill(1))
    order.push('quick')
    await ended
    expect(order).toEqual(['quick', 'slow'])
  })

  it('find with an honest expression what is there though others take the processor', async () => {
    const others = Array.from({ length: 4 }, () => new Worker('for (;;);', { eval: true }))
    await Promise.all(others.map((other) => once(other, 'online')))
    const some = paths.slice(0, 2048)
    const { holds } = await createPathTests(some)({ ...noFilter, regex: '(.*.*_ecephys).*!|M1/' })
    await Promise.all(others.map((other) => other.terminate()))
    expect(holds).toEqual(Uint8Array.from(some, (path) => Number(path.includes('M1/'))))
  })

  it.each([
    ['was asked for nothing', ''],
    ['has answered', "await lookForExpression('a', paths, Uint8Array.of(1))"],
  ])('keep no program from its end that %s', async (_, asked) => {
    const url = new URL('../../main/catalog/expressions.ts', import.meta.url)
    const program = `import('${url}').then(async ({ awaitExpressions, lookForExpression }) => {
      const paths = ['a/b']
      await awaitExpressions(paths)
      ${asked}
    })`
    await promisify(execFile)(process.execPath, ['--eval', program], { timeout: 50_000 })
  })

  it('are done for one version while another is asked about', async () => {
    const all = await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        createPathTests([name, 'a/b'])({ ...noFilter, regex: `^${name}$` }),
      ),
    )
    for (const { holds } of all) expect(holds).toEqual(Uint8Array.of(1, 0))
  })
})
