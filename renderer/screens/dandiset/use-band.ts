import { type PointerEvent as ReactPointerEvent, useEffect, useRef, useState } from 'react'

/** A rectangle drawn over rows with the mouse, in px from the first row. */
export interface Band {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly from: number
  readonly to: number
}

interface Start {
  readonly scroller: HTMLElement
  /** Where the pointer went down, and where it is now; from the start of the content. */
  readonly x: number
  readonly y: number
}

interface BandOf {
  readonly rowHeight: number
  readonly headHeight: number
  readonly count: number
  readonly onEnd: (band: Band) => void
}

/** So far the pointer moves before a press becomes a band. */
const threshold = 5
const edge = 28
const farthestStep = 18

/** The band that is being drawn, and what starts one. Near an edge the list scrolls on. */
export function useBand(of: BandOf) {
  const [band, setBand] = useState<Band | null>(null)
  const latest = useRef(of)
  latest.current = of
  const stop = useRef<() => void>(() => undefined)
  useEffect(() => () => stop.current(), [])

  const onPointerDown = (event: ReactPointerEvent, scroller: HTMLElement) => {
    if (event.button !== 0 || event.pointerType === 'touch') return
    const start = placeIn(scroller, event, latest.current)
    stop.current = follow({ scroller, ...start }, latest, setBand)
  }
  return { band, onPointerDown }
}

function placeIn(
  scroller: HTMLElement,
  at: { readonly clientX: number; readonly clientY: number },
  { headHeight }: BandOf,
) {
  const box = scroller.getBoundingClientRect()
  return {
    x: at.clientX - box.left + scroller.scrollLeft,
    y: at.clientY - box.top + scroller.scrollTop - headHeight,
  }
}

function follow(
  start: Start,
  of: { readonly current: BandOf },
  setBand: (band: Band | null) => void,
): () => void {
  let pointer: { clientX: number; clientY: number } | null = null
  let band: Band | null = null
  let frame = 0
  const draw = () => {
    if (!pointer) return
    const step = scrollStep(start.scroller, pointer.clientY, of.current)
    if (band) start.scroller.scrollTop += step
    const here = placeIn(start.scroller, pointer, of.current)
    const far = Math.hypot(here.x - start.x, here.y - start.y) > threshold
    if (band || far) {
      band = bandOf(start, here, of.current)
      setBand(band)
    }
    frame = step === 0 ? 0 : requestAnimationFrame(draw)
  }
  const onMove = (event: PointerEvent) => {
    pointer = { clientX: event.clientX, clientY: event.clientY }
    if (frame === 0) frame = requestAnimationFrame(draw)
  }
  const stop = () => {
    cancelAnimationFrame(frame)
    removeEventListener('pointermove', onMove)
    removeEventListener('pointerup', end)
    removeEventListener('pointercancel', stop)
    setBand(null)
  }
  const end = () => {
    const drawn = band
    stop()
    if (!drawn) return
    // The click that follows belongs to the band, not to the row it ends on.
    addEventListener('click', swallow, { capture: true, once: true })
    setTimeout(() => removeEventListener('click', swallow, { capture: true }))
    of.current.onEnd(drawn)
  }
  addEventListener('pointermove', onMove)
  addEventListener('pointerup', end)
  addEventListener('pointercancel', stop)
  return stop
}

const swallow = (event: Event) => event.stopPropagation()

/** px to scroll in this frame: more, the nearer to the edge. */
function scrollStep(scroller: HTMLElement, y: number, { headHeight }: BandOf): number {
  const box = scroller.getBoundingClientRect()
  const above = box.top + headHeight + edge - y
  const below = y - (box.bottom - edge)
  const into = Math.max(above, below)
  if (into <= 0) return 0
  const px = Math.min(farthestStep, Math.ceil(into / 2))
  return above > below ? -px : px
}

function bandOf(
  start: Start,
  here: { readonly x: number; readonly y: number },
  { rowHeight, count }: BandOf,
): Band {
  const end = count * rowHeight
  const top = Math.max(0, Math.min(start.y, here.y))
  const bottom = Math.min(end, Math.max(start.y, here.y))
  const left = Math.max(0, Math.min(start.x, here.x))
  const row = (y: number) => Math.max(0, Math.min(count - 1, Math.floor(y / rowHeight)))
  return {
    left,
    top,
    width: Math.abs(here.x - start.x),
    height: Math.max(0, bottom - top),
    from: row(top),
    to: row(bottom),
  }
}
