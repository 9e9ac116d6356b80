import { setTimeout as delay } from 'node:timers/promises'
import { askToLeave } from '../../disk/holder.ts'
import { Failure } from '../../model/failure.ts'

/** Between two tries; what runs needs some seconds to rest. */
const WAIT_MS = 500
const MOST_TRIES = 60

/** Opens a data folder; `sync --due` is asked to make room, any other program is not. */
export async function takeOver<T>(dataDir: string, open: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await open()
    } catch (error) {
      if (!isDue(error) || tries === MOST_TRIES) throw error
      askToLeave(dataDir)
      await delay(WAIT_MS)
    }
  }
}

function isDue(error: unknown): boolean {
  return error instanceof Failure && error.code === 'store.locked' && error.details.reason === 'due'
}
