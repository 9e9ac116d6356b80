/** What the computer tells of itself: its power and its networks. */

import { type Surroundings, untold } from '../model/conditions.ts'
import { type Ask, askSystem, listenTo } from './ask.ts'
import { networkChanges } from './linux-network.ts'
import { readMains } from './mains.ts'
import { readNetwork } from './network.ts'

export interface SurroundingsPort {
  /** Asks the computer; never rejects and never takes longer than some seconds. */
  read(): Promise<Surroundings>
  /** Calls when something may have changed, until the function that it returns is called. */
  watch(onChange: () => void): () => void
}

/** Of a computer that tells nothing. */
export const noSurroundings: SurroundingsPort = {
  read: () => Promise.resolve(untold),
  watch: () => () => {},
}

export interface SurroundingsOptions {
  readonly platform: string
  readonly ask?: Ask
  /** What a desktop knows of its power where the system has no other way to ask. */
  readonly power?: PowerPort
}

export interface PowerPort {
  onMains(): boolean | null
  /** Calls when it changes, until the function that it returns is called. */
  watch(onChange: () => void): () => void
}

export function createSurroundings({
  platform,
  ask = askSystem,
  power,
}: SurroundingsOptions): SurroundingsPort {
  async function mains(): Promise<boolean | null> {
    // Windows is asked by a program that takes its time.
    if (platform === 'win32' && power) return power.onMains()
    return (await readMains(platform, ask)) ?? power?.onMains() ?? null
  }
  return {
    async read() {
      const [onMains, network] = await Promise.all([mains(), readNetwork(platform, ask)])
      return { onMains, ...network }
    },
    watch(onChange) {
      const ends = [
        platform === 'linux' ? listenTo('gdbus', networkChanges, onChange) : () => {},
        power?.watch(onChange) ?? (() => {}),
      ]
      return () => {
        for (const end of ends) end()
      }
    },
  }
}
