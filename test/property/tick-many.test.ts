import fc from 'fast-check'
import { expect, it } from 'vitest'
import { everything, invert, isTicked, tick, tickMany } from '../../main/model/selection.ts'

const leaves = ['a/x/1', 'a/x/2', 'a/y/1', 'b/1', 'b/2', 'c'] as const
const folders = ['a/', 'a/x/', 'a/y/', 'b/'] as const
const path = fc.constantFrom(...leaves, ...folders)
const acts = fc.array(fc.tuple(path, fc.boolean()), { maxLength: 8 })
const base = fc.constantFrom('all' as const, 'none' as const)

function states(selection: typeof everything): readonly boolean[] {
  const ticks = new Map(selection.ticks.map((it) => [it.path, it.on]))
  return leaves.map((leaf) => isTicked(leaf, ticks, selection.base))
}

it('many boxes ticked at once are as if ticked one after the other', () => {
  fc.assert(
    fc.property(base, acts, fc.uniqueArray(path), fc.boolean(), (from, before, paths, on) => {
      const start = before.reduce((now, [at, state]) => tick(now, at, state), {
        ...everything,
        base: from,
      })
      const one = paths.reduce((now, at) => tick(now, at, on), start)
      expect(states(tickMany(start, paths, on))).toEqual(states(one))
    }),
  )
})

it('the inverse chooses exactly what was not chosen, and its inverse is the beginning', () => {
  fc.assert(
    fc.property(base, acts, (from, before) => {
      const start = before.reduce((now, [at, state]) => tick(now, at, state), {
        ...everything,
        base: from,
      })
      expect(states(invert(start))).toEqual(states(start).map((it) => !it))
      expect(invert(invert(start))).toEqual(start)
    }),
  )
})
