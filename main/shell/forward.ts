import type { WebContents } from 'electron'
import type { Engine } from '../engine.ts'
import type { EngineEvent } from '../model/events.ts'
import { condense } from './condense.ts'

/** As long as an event waits for others, so that a window draws once and not ten times. */
const gatherMs = 50

/** Hands the engine's events to the window in batches. Returns the function that ends it. */
export function forwardEvents(engine: Engine, to: () => WebContents | null): () => void {
  let waiting: EngineEvent[] = []
  let timer: NodeJS.Timeout | null = null
  const flush = () => {
    timer = null
    const batch = condense(waiting)
    waiting = []
    to()?.send('events', batch)
  }
  const stop = engine.subscribe((batch) => {
    waiting.push(...batch)
    timer ??= setTimeout(flush, gatherMs)
  })
  return () => {
    stop()
    if (timer) clearTimeout(timer)
  }
}
