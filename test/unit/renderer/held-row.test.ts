import { describe, expect, it } from 'vitest'
import { firstRow, type HeldRow, nearest, stillHeld } from '../../../renderer/ui/held-row.ts'
import { anchorRow, movedBy } from '../../../renderer/ui/steady-scroll.ts'

const keysOf = (...rows: readonly (string | undefined)[]) => ({
  keyAt: (index: number) => rows[index],
  count: rows.length,
})

function shifted(held: HeldRow, ...rows: readonly (string | undefined)[]): HeldRow {
  const { keyAt, count } = keysOf(...rows)
  return stillHeld(held, keyAt, count)
}

describe('the row that the keyboard is at', () => {
  const held = { index: 1, key: 'b' }

  it('is the same row when others come above it, and when they go', () => {
    const pushed = shifted(held, 'new', 'newer', 'a', 'b', 'c')
    expect(pushed).toEqual({ index: 3, key: 'b' })
    expect(shifted(pushed, 'b', 'c')).toEqual({ index: 0, key: 'b' })
  })

  it('is what has come to its place when it is gone, and itself when it comes again', () => {
    const gone = shifted(held, 'a', 'c', 'd')
    expect(gone.index).toBe(1)
    expect(shifted(gone, 'z', 'a', 'b', 'c')).toEqual({ index: 2, key: 'b' })
  })

  it('is the first row, whichever that is, before anybody has moved', () => {
    expect(shifted(firstRow, 'new', 'a')).toEqual(firstRow)
  })

  it('is known by its key as soon as it has arrived', () => {
    const waiting = { index: 2, key: undefined }
    expect(shifted(waiting, 'a', 'b', undefined)).toBe(waiting)
    const here = shifted(waiting, 'a', 'b', 'c')
    expect(shifted(here, 'new', 'a', 'b', 'c')).toEqual({ index: 3, key: 'c' })
  })

  it('is the nearest where a key comes twice, and looked for no further than the list goes', () => {
    const { keyAt, count } = keysOf('b', 'a', 'c', 'b')
    expect(nearest(2, count, (at) => keyAt(at) === 'b')).toBe(3)
    expect(nearest(0, count, (at) => keyAt(at) === 'z')).toBeNull()
    expect(nearest(9, 2, (at) => at === 0)).toBe(0)
  })
})

describe('what a list is held by', () => {
  const sight = { top: 300, height: 300 }

  it('is the row of the keyboard while it is in sight, else the first in sight', () => {
    expect(anchorRow(sight, 30, 12)).toBe(12)
    expect(anchorRow(sight, 30, 9)).toBe(10)
    expect(anchorRow(sight, 30, 20)).toBe(10)
    expect(anchorRow({ top: 0, height: 300 }, 30, 4)).toBe(4)
  })

  it('is nothing at its beginning, where what is new is to be seen', () => {
    expect(anchorRow({ top: 0, height: 300 }, 30, 0)).toBeNull()
  })

  it('moves by as many rows as came above it', () => {
    const anchor = { index: 1, keys: ['b', 'c'] } as const
    const moved = (...rows: readonly string[]) => {
      const { keyAt, count } = keysOf(...rows)
      return movedBy(anchor, keyAt, count)
    }
    expect(moved('a', 'b', 'c')).toBe(0)
    expect(moved('new', 'newer', 'a', 'b', 'c')).toBe(2)
    expect(moved('b', 'c')).toBe(-1)
  })

  it('stays where it is when the rows are in another order, or it is gone', () => {
    const anchor = { index: 1, keys: ['b', 'c'] } as const
    const other = keysOf('c', 'a', 'b')
    expect(movedBy(anchor, other.keyAt, other.count)).toBe(0)
    const without = keysOf('a', 'c')
    expect(movedBy(anchor, without.keyAt, without.count)).toBe(0)
  })
})
