import { type PointerEvent, useRef } from 'react'
import { type Band, useBand } from './use-band.ts'
import type { Marking } from './use-marks.ts'

const rowHeight = 30
const headHeight = 30

/** A band marks the rows that it covers; with Ctrl or Cmd besides those that are marked. */
export function useRowBand<Row>(marking: Marking<Row>, count: number) {
  const adding = useRef(false)
  const onEnd = ({ from, to }: Band) => {
    marking.goTo(to)
    marking.span([from, to], adding.current ? marking.marks : undefined)
  }
  const { band, onPointerDown } = useBand({ rowHeight, headHeight, count, onEnd })
  return {
    band,
    covers: (index: number) => band !== null && index >= band.from && index <= band.to,
    /** For what holds the list alone. */
    onPointerDown(event: PointerEvent) {
      if ((event.target as Element).closest('[data-head], button')) return
      adding.current = event.ctrlKey || event.metaKey
      onPointerDown(event, event.currentTarget.firstElementChild as HTMLElement)
    },
  }
}
