import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import styles from './virtual-rows.module.css'

export interface RowPlace {
  readonly index: number
  readonly id: string
  readonly active: boolean
}

interface VirtualRowsProps {
  readonly label: string
  readonly role: 'grid' | 'treegrid' | 'listbox'
  readonly id: string
  readonly count: number
  readonly rowHeight: number
  /** Row that the keyboard is at. */
  readonly active: number
  readonly onActive: (index: number) => void
  /** Keys beside those that move; return true when it was one. */
  readonly onKey?: (event: KeyboardEvent, index: number) => boolean
  readonly onRange?: (from: number, to: number) => void
  readonly head?: ReactNode
  readonly foot?: ReactNode
  readonly multiselectable?: boolean
  readonly children: (place: RowPlace) => ReactNode
}

/** A long list that draws what is in sight. The list has the focus; the active row is named by id. */
export function VirtualRows(props: VirtualRowsProps) {
  const { id, count, rowHeight, active, onRange, head } = props
  const scroller = useRef<HTMLDivElement>(null)
  const headHeight = head ? 30 : 0
  const virtual = useVirtualizer({
    count,
    estimateSize: () => rowHeight,
    getScrollElement: () => scroller.current,
    overscan: 10,
    scrollPaddingStart: headHeight,
  })
  const items = virtual.getVirtualItems()
  const from = items[0]?.index ?? 0
  const to = items.at(-1)?.index ?? 0
  useEffect(() => onRange?.(from, to), [onRange, from, to])
  const move = (index: number) => {
    const next = Math.max(0, Math.min(count - 1, index))
    props.onActive(next)
    virtual.scrollToIndex(next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1)
    const step = stepOf(event, page, { active, count })
    if (step !== null) move(step)
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
            {props.children({
              index: item.index,
              id: `${id}-${item.index}`,
              active: item.index === active,
            })}
          </div>
        ))}
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
