import { powerSaveBlocker } from 'electron'
import type { Engine } from '../engine.ts'

/** Keeps the computer from sleeping while bytes move. Returns the function that ends it. */
export function keepAwake(engine: Engine): () => void {
  let blocker: number | null = null
  const hold = (moving: boolean) => {
    if (moving && blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension')
    if (moving || blocker === null) return
    powerSaveBlocker.stop(blocker)
    blocker = null
  }
  const stop = engine.subscribe((batch) => {
    for (const event of batch) {
      if (event.kind === 'progress') hold(event.moving.length > 0)
    }
  })
  return () => {
    stop()
    hold(false)
  }
}
