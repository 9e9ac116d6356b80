/** Decides, failure by failure, whether to try the same place again, another one, or to give up. */
import type { Failure } from '../model/failure.ts'
import type { SourceKind } from '../model/instance.ts'
import { backoffMs } from './backoff.ts'
import type { Shared } from './ports.ts'

/** Failures in a row, without a byte between them, before another source is asked. */
const TRIES_PER_SOURCE = 4
/** New presigned URLs in a row that bring no byte. */
const FRESH_URLS = 3

interface Place {
  readonly source: SourceKind
}

export interface Route<P extends Place> {
  /** Where to fetch now. Throws the last failure when no source is left. */
  current(): Promise<P>
  /** Bytes arrived: the place is good, earlier failures are forgotten. */
  progressed(): void
  /**
   * Takes note of a failure at a place and returns when it is time to ask `current` again. Throws
   * the failure when nothing more can be tried now. What concerns the disk is thrown at once.
   */
  failed(place: P, failure: Failure): Promise<void>
  /** The current place is wrong in a way that no second try mends. Throws when it was the last. */
  leave(place: P, failure: Failure): void
}

export function createRoute<P extends Place>(
  locate: (avoid: ReadonlySet<SourceKind>) => Promise<P | null>,
  { sleep, random, signal }: Pick<Shared, 'sleep' | 'random'> & { readonly signal: AbortSignal },
): Route<P> {
  const avoid = new Set<SourceKind>()
  let place: Promise<P | null> | null = null
  let tries = 0
  let freshUrls = 0
  let last: Failure | null = null
  let pausing: Promise<void> | null = null
  let isSecondRound = false

  function leave(failure: Failure, source: SourceKind): void {
    last = failure
    avoid.add(source)
    place = null
    tries = 0
    freshUrls = 0
  }

  function pause(failure: Failure): Promise<void> {
    const asked = failure.details.retryAfterMs
    const ms = backoffMs(tries, typeof asked === 'number' ? asked : null, random)
    pausing = sleep(ms, signal).finally(() => {
      pausing = null
    })
    return pausing
  }

  /** Parts that fail at the same moment count as one try and share one pause. */
  async function atSamePlace(from: P, failure: Failure): Promise<void> {
    if (pausing !== null) {
      await pausing
      return
    }
    tries += 1
    if (tries < TRIES_PER_SOURCE) return pause(failure)
    leave(failure, from.source)
  }

  /** After wrong bytes everywhere each source gets one more chance: a line may flip a bit. */
  async function find(): Promise<P | null> {
    const found = await locate(avoid)
    if (found || last?.code !== 'digest.mismatch' || isSecondRound) return found
    isSecondRound = true
    avoid.clear()
    return locate(avoid)
  }

  return {
    async current() {
      place ??= find().catch((error: unknown) => {
        place = null
        throw error
      })
      const found = await place
      if (found) return found
      place = null
      if (last) throw last
      throw new Error('no source was left and none had failed')
    },
    progressed() {
      tries = 0
      freshUrls = 0
    },
    async failed(from, failure) {
      if (failure.code.startsWith('disk.') || failure.code === 'bug') throw failure
      if (place && (await place) !== from) return
      switch (failure.code) {
        case 'auth.expired':
          freshUrls += 1
          if (freshUrls > FRESH_URLS) return leave(failure, from.source)
          place = null
          return
        case 'remote.gone':
        case 'remote.changed':
        case 'remote.not-found':
        case 'range.ignored':
        case 'auth.denied':
        case 'auth.required':
        case 'source.unavailable':
        case 'net.certificate':
        case 'net.proxy':
          return leave(failure, from.source)
        default:
          return failure.remedy === 'give-up'
            ? leave(failure, from.source)
            : atSamePlace(from, failure)
      }
    },
    leave: (from, failure) => leave(failure, from.source),
  }
}
