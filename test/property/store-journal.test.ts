import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createJournalKeeper } from '../../main/engine/journal.ts'
import { openStore, type Store } from '../../main/store/database.ts'
import type { OpenJournal } from '../../main/transfer/ports.ts'
import { tempFolder } from '../support/temp-folder.ts'

const partBytes = 1000
const parts = 6

type Step =
  | { readonly kind: 'mark'; readonly part: number; readonly bytes: number }
  | { readonly kind: 'complete'; readonly part: number }
  | { readonly kind: 'commit' | 'crash' | 'afresh' | 'drop' | 'changed' }

const part = fc.nat(parts - 1)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('mark'), part, bytes: fc.nat(partBytes) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('complete'), part }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom('commit', 'commit', 'crash', 'crash', 'afresh', 'drop', 'changed'),
    }),
  },
) as fc.Arbitrary<Step>

/** A journal with what it must say, kept beside it by the rules in plain words. */
class World {
  readonly complete = new Map<number, string>()
  /** Most bytes that were ever said to be on disk of this partial, by part. */
  readonly told = new Map<number, number>()
  readonly #store: Store
  readonly #path: string
  #checksum = 1
  #keeper: ReturnType<typeof createJournalKeeper>
  journal: OpenJournal

  constructor(store: Store, path: string) {
    this.#store = store
    this.#path = path
    this.#keeper = createJournalKeeper(store)
    this.journal = this.#open()
  }

  #open(): OpenJournal {
    return this.#keeper.journal.open({
      path: this.#path,
      kind: 'blob',
      sizeBytes: parts * partBytes,
      checksum: `${this.#checksum}`,
    })
  }

  #forget(): void {
    this.complete.clear()
    this.told.clear()
  }

  perform(it: Step): void {
    switch (it.kind) {
      case 'mark':
        this.journal.putPart({ number: it.part, haveBytes: it.bytes, md5: null })
        this.told.set(it.part, Math.max(it.bytes, this.told.get(it.part) ?? 0))
        return
      case 'complete': {
        const md5 = Buffer.alloc(16, it.part + 1)
        this.journal.putPart({ number: it.part, haveBytes: partBytes, md5 })
        this.complete.set(it.part, md5.toString('hex'))
        this.told.set(it.part, partBytes)
        return
      }
      case 'commit':
        this.#keeper.commit()
        return
      case 'crash':
        this.#keeper = createJournalKeeper(this.#store)
        this.journal = this.#open()
        expect(this.journal.found).toBe(true)
        return
      case 'afresh':
        this.journal.clearParts()
        this.#forget()
        return
      case 'drop':
        this.#keeper.journal.drop(this.#path)
        this.journal = this.#open()
        expect(this.journal.found).toBe(false)
        this.#forget()
        return
      case 'changed':
        this.#checksum += 1
        this.journal = this.#open()
        expect(this.journal.found).toBe(false)
        this.#forget()
        return
      default:
        it satisfies never
    }
  }
}

describe('a journal', () => {
  it('never loses a complete part and never claims bytes that nobody told it of', () => {
    const store = openStore({ dataDir: tempFolder(), nativeBinding: null })
    let files = 0
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        files += 1
        const world = new World(store, `/data/${files}.dandelion-partial`)
        for (const it of steps) {
          world.perform(it)
          const marks = new Map(world.journal.parts().map((mark) => [mark.number, mark]))
          for (const [number, md5] of world.complete) {
            const mark = marks.get(number)
            expect(mark?.haveBytes).toBe(partBytes)
            expect(mark?.md5 && Buffer.from(mark.md5).toString('hex')).toBe(md5)
          }
          for (const { number, haveBytes, md5 } of marks.values()) {
            expect(haveBytes).toBeLessThanOrEqual(world.told.get(number) ?? -1)
            if (!world.complete.has(number)) expect(md5).toBeNull()
          }
        }
        // The next file takes the number of one that is gone; nothing of that one may come along.
        store.partials.remove(`/data/${files}.dandelion-partial`)
      }),
      { numRuns: 300 },
    )
    store.close()
  })

  it('of a Zarr tells what is missing, what is written and how much, in any order of marks', () => {
    const store = openStore({ dataDir: tempFolder(), nativeBinding: null })
    const { journal } = createJournalKeeper(store)
    const keys = fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 }), {
      minLength: 1,
      maxLength: 40,
    })
    const mark = fc.record({ at: fc.nat(39), isWritten: fc.boolean() })
    let zarrs = 0
    fc.assert(
      fc.property(keys, fc.array(mark), fc.integer({ min: 1, max: 7 }), (all, marks, limit) => {
        zarrs += 1
        const path = `/data/${zarrs}.zarr`
        const open = journal.open({ path, kind: 'zarr', sizeBytes: 0, checksum: 'x' })
        open.addEntries(all.map((key, at) => ({ key, sizeBytes: at, md5: null, modifiedAt: null })))
        const written = new Set<string>()
        expect(open.tally()).toMatchObject({ total: all.length, done: 0 })
        for (const { at, isWritten } of marks) {
          const key = all[at % all.length] ?? ''
          open.markEntries([{ key, md5: isWritten ? 'f'.repeat(32) : null }])
          if (isWritten) written.add(key)
          else written.delete(key)
        }
        const missing = pages((after) => open.missing(after, limit))
        const entries = pages((after) => open.entries(after, limit))
        expect([...missing].sort()).toEqual(all.filter((key) => !written.has(key)).sort())
        expect([...entries].sort()).toEqual([...all].sort())
        expect(open.tally()).toEqual({
          total: all.length,
          done: written.size,
          size: all.reduce((sum, _, at) => sum + at, 0),
          have: all.reduce((sum, key, at) => sum + (written.has(key) ? at : 0), 0),
        })
        expect(store.partials.tally(store.partials.find(path)?.id ?? 0)).toEqual(open.tally())
        forgets(open, () => journal.open({ path, kind: 'zarr', sizeBytes: 0, checksum: 'x' }))
      }),
    )
    store.close()
  })
})

const nothing = { total: 0, done: 0, size: 0, have: 0 }

/** Entries that are cleared are gone at once, and come back as new ones. */
function forgets(open: OpenJournal, again: () => OpenJournal): void {
  open.setListed()
  open.clearEntries()
  expect(open.tally()).toEqual(nothing)
  expect(open.isListed()).toBe(false)
  open.addEntries([{ key: 'a', sizeBytes: 5, md5: null, modifiedAt: null }])
  expect(again().tally()).toEqual({ ...nothing, total: 1, size: 5 })
}

describe('the journal of a Zarr that is dropped', () => {
  it('is gone at once, and its entries by and by', () => {
    const store = openStore({ dataDir: tempFolder(), nativeBinding: null })
    const { journal } = createJournalKeeper(store)
    const partial = { path: '/data/x.zarr', kind: 'zarr', sizeBytes: 0, checksum: 'x' } as const
    const open = journal.open(partial)
    const id = store.partials.find(partial.path)?.id ?? 0
    const keys = Array.from({ length: 25 }, (_, at) => String(at))
    open.addEntries(keys.map((key) => ({ key, sizeBytes: 1, md5: null, modifiedAt: null })))
    journal.drop(partial.path)
    expect(store.partials.find(partial.path)).toBeNull()
    expect(journal.open(partial).found).toBe(false)
    expect(journal.open(partial).tally()).toEqual(nothing)
    expect(store.partials.sweep(10)).toBe(true)
    expect(store.partials.tally(id).total).toBe(15)
    while (store.partials.sweep(10));
    expect(store.partials.tally(id).total).toBe(0)
    store.close()
  })
})

function pages(read: (after: string) => readonly { readonly key: string }[]): readonly string[] {
  const found: string[] = []
  for (let page = read(''); page.length > 0; page = read(found.at(-1) ?? '')) {
    found.push(...page.map((it) => it.key))
  }
  return found
}
