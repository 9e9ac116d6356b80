import type { Dispatcher, Pool as PoolType } from 'undici'
import { Pool } from './undici-parts.ts'

/** A proxy that does not say in this time whether it makes a tunnel makes none. */
const answerMs = 15_000

/**
 * Connections to a proxy. Where it ends the line in place of an answer, undici takes that for passing
 * trouble of the line and would ask for the tunnel again and again, for ever: here it is an error.
 */
export function tunnelPool(proxy: URL, options: object): Dispatcher {
  const pool: PoolType = new Pool(proxy, { ...options, headersTimeout: answerMs })
  const connect = pool.connect.bind(pool) as (wanted: unknown) => Promise<Dispatcher.ConnectData>
  const connectOnce = async (wanted: unknown) => {
    try {
      return await connect(wanted)
    } catch (error) {
      throw isLineEnded(error) ? new Error('Proxy ended the line') : error
    }
  }
  return Object.assign(pool, { connect: connectOnce })
}

function isLineEnded(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === 'UND_ERR_SOCKET' || code === 'UND_ERR_INFO'
}
