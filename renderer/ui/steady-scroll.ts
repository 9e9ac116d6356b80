import { type RefObject, useLayoutEffect, useRef } from 'react'
import { type KeyAt, nearest } from './held-row.ts'

interface Scrolled {
  readonly count: number
  readonly rowHeight: number
  readonly active: number
  readonly keyAt?: KeyAt
  readonly sight: Sight
}

/** A row in sight, and the one after it. */
export interface Anchor {
  readonly index: number
  readonly keys: readonly [string, string | undefined]
}

/** What is in sight, in pixels. */
interface Sight {
  readonly top: number
  readonly height: number
}

/** When rows come or go above what is in sight, the list scrolls with them. */
export function useSteadyScroll(scroller: RefObject<HTMLElement | null>, list: Scrolled): void {
  const { count, rowHeight, active, keyAt, sight } = list
  const anchor = useRef<Anchor | null>(null)
  const seen = useRef(keyAt)
  useLayoutEffect(() => {
    if (!keyAt) return
    const held = seen.current === keyAt ? null : anchor.current
    seen.current = keyAt
    const moved = held ? movedBy(held, keyAt, count) : 0
    if (held && scroller.current && moved !== 0) {
      scroller.current.scrollTop += moved * rowHeight
      anchor.current = { ...held, index: held.index + moved }
    } else {
      anchor.current = anchorAt(anchorRow(sight, rowHeight, active), keyAt)
    }
  })
}

function anchorAt(index: number | null, keyAt: KeyAt): Anchor | null {
  const key = index === null ? undefined : keyAt(index)
  return index === null || key === undefined ? null : { index, keys: [key, keyAt(index + 1)] }
}

/**
 * The row that the keyboard is at while it is in sight, else the first one in sight. Null at the
 * beginning of a list in which nobody has moved: what is new is to be seen there.
 */
export function anchorRow({ top, height }: Sight, rowHeight: number, active: number) {
  const isInSight = active * rowHeight >= top && (active + 1) * rowHeight <= top + height
  if (isInSight && active > 0) return active
  return top > 0 ? Math.ceil(top / rowHeight) : null
}

/** How many rows more stand above the anchor; 0 when it is not here, or in another order. */
export function movedBy({ index, keys }: Anchor, keyAt: KeyAt, count: number): number {
  const [key, next] = keys
  if (keyAt(index) === key) return 0
  const isHere = (at: number) => keyAt(at) === key && (!next || keyAt(at + 1) === next)
  return (nearest(index, count, isHere) ?? index) - index
}
