import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import type { KeyAt } from './held-row.ts'
import { useSteadyScroll } from './steady-scroll.ts'
import styles from './virtual-rows.module.css'

export interface RowPlace {
  readonly index: number
  readonly id: string
  readonly active: boolean
  /** What the element of a grid's row says of itself. */
  readonly row: {
    readonly id: string
    readonly 'aria-rowindex': number
    readonly 'data-active': '' | undefined
  }
}

interface VirtualRowsProps {
  readonly label: string
  readonly role: 'grid' | 'treegrid' | 'listbox'
  readonly id: string
  readonly count: number
  readonly rowHeight: number
  /** Row that the keyboard is at. */
  readonly active: number
  /** `extend`: Shift was held. */
  readonly onActive: (index: number, how: 'move' | 'extend') => void
  /** Scrolls to the active row whenever this is another number, not only by keys. */
  readonly follow?: number
  /** With it the rows in sight stay where they are when others come or go above them. */
  readonly keyAt?: KeyAt
  /** Keys beside those that move; return true when it was one. */
  readonly onKey?: (event: KeyboardEvent, index: number) => boolean
  readonly onRange?: (from: number, to: number) => void
  readonly head?: ReactNode
  readonly foot?: ReactNode
  readonly multiselectable?: boolean
  readonly style?: CSSProperties
  /** Drawn over the rows and scrolled with them. */
  readonly overlay?: ReactNode
  readonly children: (place: RowPlace) => ReactNode
}

/** A list opened again shows the active row with so many above it. */
const rowsBefore = 3

/** A long list that draws what is in sight. The list has the focus; the active row is named by id. */
export function VirtualRows(props: VirtualRowsProps) {
  const { id, count, rowHeight, active, onRange, head, follow = 0 } = props
  const scroller = useRef<HTMLDivElement>(null)
  const headHeight = head ? 30 : 0
  const virtual = useVirtualizer({
    count,
    estimateSize: () => rowHeight,
    getScrollElement: () => scroller.current,
    overscan: 10,
    initialOffset: Math.max(0, active - rowsBefore) * rowHeight,
    scrollPaddingStart: headHeight,
  })
  const items = virtual.getVirtualItems()
  const from = items[0]?.index ?? 0
  const to = items.at(-1)?.index ?? 0
  useEffect(() => onRange?.(from, to), [onRange, from, to])
  const sought = useRef(active)
  sought.current = active
  useEffect(() => {
    if (follow > 0) virtual.scrollToIndex(sought.current)
  }, [virtual, follow])
  useSteadyScroll(scroller, {
    ...props,
    sight: {
      top: virtual.scrollOffset ?? 0,
      height: (virtual.scrollRect?.height ?? 0) - headHeight,
    },
  })
  const placeOf = (index: number): RowPlace => ({
    index,
    id: `${id}-${index}`,
    active: index === active,
    row: {
      id: `${id}-${index}`,
      'aria-rowindex': index + (head ? 2 : 1),
      'data-active': index === active ? '' : undefined,
    },
  })
  const move = (index: number, how: 'move' | 'extend') => {
    const next = Math.max(0, Math.min(count - 1, index))
    props.onActive(next, how)
    virtual.scrollToIndex(next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1)
    const step = stepOf(event, page, { active, count })
    if (step !== null) move(step, event.shiftKey ? 'extend' : 'move')
    else if (!props.onKey?.(event, active)) return
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: each of the three roles supports it
    // biome-ignore lint/a11y/noStaticElementInteractions: each of the three roles is interactive
    <div
      ref={scroller}
      id={id}
      className={styles.scroller}
      style={props.style}
      tabIndex={0}
      role={props.role}
      aria-label={props.label}
      aria-activedescendant={count > 0 ? `${id}-${active}` : undefined}
      aria-multiselectable={props.multiselectable}
      {...(props.role !== 'listbox' && { 'aria-rowcount': count + (head ? 1 : 0) })}
      onKeyDown={onKeyDown}
    >
      {head}
      <div role="presentation" className={styles.rows} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => (
          <div
            key={item.index}
            role="presentation"
            className={styles.place}
            style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
          >
            {props.children(placeOf(item.index))}
          </div>
        ))}
        {props.overlay}
      </div>
      {props.foot}
    </div>
  )
}

function stepOf(
  event: KeyboardEvent,
  page: number,
  at: { readonly active: number; readonly count: number },
): number | null {
  if (event.altKey || event.ctrlKey || event.metaKey) return null
  switch (event.key) {
    case 'ArrowDown':
      return at.active + 1
    case 'ArrowUp':
      return at.active - 1
    case 'PageDown':
      return at.active + page
    case 'PageUp':
      return at.active - page
    case 'Home':
      return 0
    case 'End':
      return at.count - 1
    default:
      return null
  }
}
