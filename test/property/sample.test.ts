import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { factsOf } from '../../main/model/facts.ts'
import { lotOf, markOf } from '../../main/model/lot.ts'
import { compareNatural } from '../../main/model/natural-order.ts'
import { chooserOf, sampled } from '../../main/model/sample.ts'
import { selector } from '../../main/model/selection.ts'
import { entries, selection } from '../support/arbitrary-files.ts'
import { sampleEntry } from '../support/sample-data.ts'

const asked = { numRuns: 300 }

const files = entries.map((listed) =>
  listed.map(factsOf).sort((a, b) => compareNatural(a.path, b.path)),
)

/** What has no name comes last. */
function compareIds(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return compareNatural(a, b)
}

describe('a sample', () => {
  it('is a part of what the rules choose', () => {
    fc.assert(
      fc.property(files, selection, (all, rules) => {
        const isChosen = chooserOf(rules, all)
        const holds = selector(rules)
        for (const it of all) if (isChosen(it)) expect(holds(it)).toBe(true)
      }),
      asked,
    )
  })

  it('at random has as many as asked, the same for the same seed, and loses none that stays when others go', () => {
    fc.assert(
      fc.property(files, fc.nat(10), fc.nat(), fc.nat(40), (all, count, seed, gone) => {
        const rule = { kind: 'random', files: count, seed } as const
        const drawn = sampled(rule, all).map((it) => it.path)
        expect(drawn.length).toBe(Math.min(count, all.length))
        const fewer = all.filter((_, at) => at !== gone)
        const again = sampled(rule, fewer).map((it) => it.path)
        const left = drawn.filter((path) => fewer.some((it) => it.path === path))
        expect(again).toEqual(expect.arrayContaining(left))
      }),
      asked,
    )
  })

  it('at random has the files with the lowest lots', () => {
    const many = fc.uniqueArray(fc.nat(9999), { maxLength: 400 })
    fc.assert(
      fc.property(many, fc.nat(400), fc.nat(), (numbers, count, seed) => {
        const all = numbers.map((number) => factsOf(sampleEntry({ path: `sub-${number}.nwb` })))
        const lot = ({ path }: (typeof all)[number]) => lotOf(markOf(path), seed)
        const lowest = all.toSorted((a, b) => lot(a) - lot(b)).slice(0, count)
        const drawn = sampled({ kind: 'random', files: count, seed }, all)
        expect(new Set(drawn)).toEqual(new Set(lowest))
      }),
    )
  })

  it('of one session has all files of the first session of the first subject, and no others', () => {
    fc.assert(
      fc.property(files, (all) => {
        const [subject] = [...all].sort((a, b) => compareIds(a.subject, b.subject))
        const mine = all.filter((it) => it.subject === (subject?.subject ?? null))
        const [first] = [...mine].sort((a, b) => compareIds(a.session, b.session))
        const named = mine.filter((it) => it.subject !== null && it.session === first?.session)
        expect(sampled({ kind: 'one-session' }, all)).toEqual(named)
      }),
      asked,
    )
  })

  it('of a session a subject has one session of every subject, its first', () => {
    fc.assert(
      fc.property(files, (all) => {
        const kept = sampled({ kind: 'session-per-subject' }, all)
        const subjects = new Set(all.map((it) => it.subject).filter((it) => it !== null))
        for (const id of subjects) {
          const of = (list: typeof all) => list.filter((it) => it.subject === id)
          const sessions = of(all).map((it) => it.session)
          const [first = null] = sessions.filter((it) => it !== null).sort(compareNatural)
          expect(of([...kept])).toEqual(of(all).filter((it) => it.session === first))
        }
        expect(kept.every((it) => it.subject !== null)).toBe(true)
      }),
      asked,
    )
  })

  it('of the smallest has for every modality one file that none undercuts', () => {
    fc.assert(
      fc.property(files, (all) => {
        const kept = sampled({ kind: 'smallest-per-modality' }, all)
        const modalities = (it: (typeof all)[number]) =>
          it.modalities.length === 0 ? [''] : it.modalities
        for (const modality of new Set(all.flatMap(modalities))) {
          const sizes = all
            .filter((it) => modalities(it).includes(modality))
            .map((it) => it.sizeBytes)
          const own = kept.filter((it) => modalities(it).includes(modality))
          expect(own.map((it) => it.sizeBytes)).toContain(Math.min(...sizes))
        }
        expect(kept.length).toBeLessThanOrEqual(new Set(all.flatMap(modalities)).size)
      }),
      asked,
    )
  })

  it('of the first bytes fits, and leaves out only what does not fit behind what came before', () => {
    fc.assert(
      fc.property(files, fc.nat(40), (all, bytes) => {
        const kept = new Set(sampled({ kind: 'first-bytes', bytes }, all))
        let left = bytes
        for (const it of all) {
          expect(kept.has(it)).toBe(it.sizeBytes <= left)
          if (kept.has(it)) left -= it.sizeBytes
        }
      }),
      asked,
    )
  })
})
