import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clashKey } from '../../main/model/local-path.ts'
import { orderMoves } from '../../main/model/move-order.ts'
import { syncDefaults } from '../../main/model/sync.ts'
import {
  asksOf,
  type OwnFile,
  planSync,
  syncTallies,
  type WantedFile,
} from '../../main/model/sync-plan.ts'

/** Few names and few contents, so that everything collides. */
const place = fc.constantFrom('a', 'A', 'b', 'B', 'c', 'd/e', 'd/f', 'g/h')
const content = fc.constantFrom('1', '2', '3', '4')

interface World {
  readonly caseSensitive: boolean
  /** Place → content in the archive. */
  readonly archive: ReadonlyMap<string, string>
  readonly disk: ReadonlyMap<string, OnDisk>
}

interface OnDisk {
  readonly content: string
  /** Whether the library knows it, and whether it is as the library has it. */
  readonly owner: 'ours' | 'changed' | 'foreign'
  readonly isInLayout: boolean
}

const onDisk = fc.record({
  content,
  owner: fc.constantFrom('ours', 'ours', 'changed', 'foreign'),
  isInLayout: fc.boolean(),
}) as fc.Arbitrary<OnDisk>

const worlds: fc.Arbitrary<World> = fc
  .record({
    caseSensitive: fc.boolean(),
    archive: fc.array(fc.tuple(place, content)),
    disk: fc.array(fc.tuple(place, onDisk)),
  })
  .map(({ caseSensitive, archive, disk }) => ({
    caseSensitive,
    archive: distinct(archive, caseSensitive),
    disk: distinct(disk, caseSensitive),
  }))

/** No two names that the disk does not tell apart. */
function distinct<T>(
  pairs: readonly (readonly [string, T])[],
  caseSensitive: boolean,
): ReadonlyMap<string, T> {
  const taken = new Map<string, readonly [string, T]>()
  for (const pair of pairs) taken.set(clashKey(pair[0], caseSensitive), pair)
  return new Map(taken.values())
}

/** Contents are one byte, so a different content of the same size cannot be told without reading. */
const bytesOf = (text: string) => ({
  kind: 'blob' as const,
  sizeBytes: Number(text),
  digest: `dandi-etag:${text}`,
  sha256: null,
})

function stateOf({ archive, disk, caseSensitive }: World) {
  const wanted = [...archive].map(
    ([path, text]): WantedFile => ({
      ...bytesOf(text),
      path,
      localPath: path,
      isPart: false,
      failure: null,
    }),
  )
  const own = [...disk].flatMap(([path, item]): readonly OwnFile[] =>
    item.owner === 'foreign'
      ? []
      : [
          {
            // A file that was changed differs in size from what the library remembers.
            ...bytesOf(item.owner === 'changed' ? '9' : item.content),
            path,
            localPath: path,
            isChanged: item.owner === 'changed',
            isListed: archive.has(path),
            isInLayout: item.isInLayout,
          },
        ],
  )
  const keyOf = (path: string) => clashKey(path, caseSensitive)
  const foreign = new Map(
    wanted.flatMap(({ localPath }) => {
      const found = [...disk].find(
        ([path, { owner }]) => owner === 'foreign' && keyOf(path) === keyOf(localPath),
      )
      return found
        ? [[localPath, { kind: 'file' as const, sizeBytes: Number(found[1].content) }]]
        : []
    }),
  )
  return { wanted, own, foreign, caseSensitive }
}

/** The disk after the plan, done in the plainest way: everything aside, then everything to its place. */
function applied(world: World, rows: ReturnType<typeof planSync>): ReadonlyMap<string, string> {
  const { disk, archive, caseSensitive } = world
  const keyOf = (path: string) => clashKey(path, caseSensitive)
  const after = new Map([...disk].map(([path, item]) => [keyOf(path), item.content]))
  const take = (path: string) => {
    const text = after.get(keyOf(path))
    if (text === undefined) throw new Error(`nothing at ${path}`)
    after.delete(keyOf(path))
    return text
  }
  const put = (path: string, text: string) => {
    if (after.has(keyOf(path))) throw new Error(`${path} is taken`)
    after.set(keyOf(path), text)
  }
  const aside = rows.flatMap((row) =>
    row.kind === 'rename' && row.from !== null ? [[row.localPath, take(row.from)] as const] : [],
  )
  for (const row of rows) if (row.kind === 'rename' && row.replaces) take(row.localPath)
  for (const [path, text] of aside) put(path, text)
  for (const row of rows) {
    if (row.kind === 'update') take(row.localPath)
    if (row.kind === 'add' || row.kind === 'update')
      put(row.localPath, archive.get(row.path) ?? '?')
    if (row.kind === 'vanish') take(row.localPath)
  }
  return after
}

describe('a plan of a sync', () => {
  it('leads to what a naive reading of the rules says, for any archive and any disk', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const rows = planSync(stateOf(world))
        const after = applied(world, rows)
        const keyOf = (path: string) => clashKey(path, world.caseSensitive)
        const wanted = new Map([...world.archive].map(([path, text]) => [keyOf(path), text]))
        const holdPlace = (path: string, item: OnDisk) => {
          const key = keyOf(path)
          // What is not ours stays exactly as it is, whatever the archive says.
          if (item.owner !== 'ours') expect(after.get(key)).toBe(item.content)
          else if (wanted.has(key)) expect(after.get(key)).toBe(wanted.get(key))
          else expect(after.has(key)).toBe(!item.isInLayout || world.archive.has(path))
        }
        for (const [path, item] of world.disk) holdPlace(path, item)
        for (const [path, text] of world.archive) {
          const key = keyOf(path)
          const there = [...world.disk].find(([other]) => keyOf(other) === key)?.[1]
          if (!there || there.owner === 'ours') expect(after.get(key)).toBe(text)
        }
        const touched = new Set([...world.disk.keys(), ...world.archive.keys()].map(keyOf))
        for (const key of after.keys()) expect(touched.has(key)).toBe(true)
      }),
      { numRuns: 5000 },
    )
  })

  it('tells each wanted file once, and fetches no bytes that leave another place', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const rows = planSync(stateOf(world))
        const places = rows.filter(({ kind }) => kind !== 'vanish').map((row) => row.localPath)
        for (const path of world.archive.keys())
          expect(places.filter((each) => each === path)).toHaveLength(1)
        const fetched = rows.filter(({ kind }) => kind === 'add' || kind === 'update')
        const gone = rows.filter(({ kind }) => kind === 'vanish').map(({ sizeBytes }) => sizeBytes)
        expect(fetched.filter(({ sizeBytes }) => gone.includes(sizeBytes))).toEqual([])
      }),
      { numRuns: 3000 },
    )
  })
})

describe('moves in their order', () => {
  const maps = fc.uniqueArray(fc.constantFrom(...'abcdefghAB'), { minLength: 1 }).chain((froms) =>
    fc.shuffledSubarray([...'abcdefghABxyz'], { minLength: 13 }).map((names) => {
      const free = names.filter((name) => froms.includes(name) || 'xyz'.includes(name))
      return froms.flatMap((from, index) => {
        const to = free[index]
        return to === undefined || to === from ? [] : [{ from, to }]
      })
    }),
  )

  it('never take a name that is still taken, and end where they should', () => {
    fc.assert(
      fc.property(maps, (moves) => {
        const disk = new Map(moves.map(({ from }) => [from, `was ${from}`]))
        const go = (from: string, to: string) => {
          expect(disk.has(to), `${to} is free`).toBe(false)
          const text = disk.get(from)
          expect(text, `${from} is there`).toBeDefined()
          disk.delete(from)
          disk.set(to, text ?? '')
        }
        const steps = orderMoves(moves, (path) => path)
        for (const { from, via, to } of steps) go(from, via ?? to)
        for (const { via, to } of steps) if (via !== null) go(via, to)
        expect(disk).toEqual(new Map(moves.map(({ from, to }) => [to, `was ${from}`])))
      }),
      { numRuns: 3000 },
    )
  })

  it('change the spelling of a name by way of another where the disk knows no case', () => {
    const steps = orderMoves([{ from: 'Sub/A.nwb', to: 'sub/a.nwb' }], (path) => path.toLowerCase())
    expect(steps).toEqual([
      { from: 'Sub/A.nwb', via: 'Sub/A.nwb.dandelion-moving', to: 'sub/a.nwb' },
    ])
  })

  it('swap twins of case without losing either', () => {
    const moves = [
      { from: 'a.nwb', to: 'B.nwb' },
      { from: 'b.nwb', to: 'A.nwb' },
    ]
    const steps = orderMoves(moves, (path) => path.toLowerCase())
    expect(steps.map(({ via, to }) => [via !== null, to])).toEqual([
      [true, 'B.nwb'],
      [false, 'A.nwb'],
    ])
  })
})

describe('names that differ in case alone', () => {
  const own = (localPath: string): OwnFile => ({
    ...bytesOf('1'),
    path: localPath,
    localPath,
    isChanged: false,
    isListed: false,
    isInLayout: true,
  })
  const wanted = (localPath: string): WantedFile => ({
    ...bytesOf('1'),
    path: localPath,
    localPath,
    isPart: false,
    failure: null,
  })
  const rowsOn = (caseSensitive: boolean) =>
    planSync({ wanted: [wanted('a.nwb')], own: [own('A.nwb')], foreign: new Map(), caseSensitive })

  it('are one file on a disk without case, which gets its new spelling and never vanishes', () => {
    expect(rowsOn(false)).toMatchObject([{ kind: 'rename', from: 'A.nwb', localPath: 'a.nwb' }])
    expect(rowsOn(true)).toMatchObject([{ kind: 'rename', from: 'A.nwb', localPath: 'a.nwb' }])
  })

  it('do not make the file vanish whose twin the disk cannot hold', () => {
    const failure = { code: 'disk.name', remedy: 'ask-user', details: {} } as const
    const rows = planSync({
      wanted: [wanted('a.nwb'), { ...wanted('A.nwb'), failure }],
      own: [{ ...own('a.nwb'), isListed: true }],
      foreign: new Map(),
      caseSensitive: false,
    })
    expect(rows.map(({ kind }) => kind).sort()).toEqual(['keep', 'problem'])
  })
})

describe('limits', () => {
  const tallies = syncTallies([])
  const found = {
    isKept: false,
    replaced: 0,
    listed: 100,
    ownFiles: 100,
    freeBytes: 10 * 1024 ** 3,
  }
  const limits = { ...syncDefaults.limits, removedFiles: 20, removedShare: 0.3, fetchBytes: 500 }
  const kinds = (change: object, more: object = {}) =>
    asksOf({ ...tallies, ...change }, limits, { ...found, ...more }).map(({ kind }) => kind)

  it('let through what they allow', () => {
    expect(kinds({ vanish: { files: 20, bytes: 1 }, add: { files: 9, bytes: 500 } })).toEqual([])
  })

  it('count what is removed and what is replaced together', () => {
    expect(kinds({ vanish: { files: 11, bytes: 1 } }, { replaced: 10 })).toEqual(['files'])
  })

  it('do not count as removed what is kept', () => {
    expect(kinds({ vanish: { files: 90, bytes: 1 } }, { isKept: true })).toEqual([])
  })

  it('know a share from ten files on', () => {
    expect(kinds({}, { replaced: 9, ownFiles: 10 })).toEqual([])
    expect(kinds({}, { replaced: 10, ownFiles: 10 })).toEqual(['share'])
  })

  it('ask about bytes, about room, and about an empty listing whatever is allowed', () => {
    expect(kinds({ add: { files: 1, bytes: 501 } })).toEqual(['fetch-bytes'])
    expect(kinds({ add: { files: 1, bytes: 400 } }, { freeBytes: 1024 ** 3 })).toEqual([
      'free-space',
    ])
    expect(kinds({ vanish: { files: 1, bytes: 1 } }, { listed: 0 })).toEqual(['empty-listing'])
  })
})
