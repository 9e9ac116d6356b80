import { setTimeout as delay } from 'node:timers/promises'
import type { EnginePorts } from '../engine/ports.ts'

export const realClock: EnginePorts['clock'] = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    try {
      await delay(ms, undefined, { signal })
    } catch (error) {
      throw signal.aborted ? signal.reason : error
    }
  },
}
