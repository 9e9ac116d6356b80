/** What runs have told and the store does not have yet, so that it costs no statement of its own. */
import type { SourceKind } from '../model/instance.ts'
import type { Store } from '../store/database.ts'
import type { TransferProgress } from '../store/transfer-rows.ts'

/** All that one run told since it was last written, and what it told last, written or not. */
export interface Told {
  readonly progress: TransferProgress
  readonly bytes: readonly (readonly [source: SourceKind, bytes: number])[]
  readonly last: Pick<TransferProgress, 'source' | 'partsTotal'>
}

export interface ProgressKeeper {
  bytes(id: number, source: SourceKind, bytes: number): void
  state(id: number, state: TransferProgress): void
  /** Takes what waits of one transfer: whoever takes it writes it. */
  take(id: number): Told
  /** Gathers what waits of all. */
  commit(): void
  forget(id: number): void
}

interface Waiting {
  readonly bytes: Map<SourceKind, number>
  progress: TransferProgress
}

export function createProgressKeeper(store: Store): ProgressKeeper {
  const waiting = new Map<number, Waiting>()
  const last = new Map<number, Told['last']>()

  function add(id: number, progress: TransferProgress): Waiting {
    const known = waiting.get(id) ?? { bytes: new Map(), progress: {} }
    known.progress = { ...known.progress, ...progress }
    waiting.set(id, known)
    last.set(id, { ...last.get(id), ...progress })
    return known
  }

  function take(id: number): Told {
    const { bytes, progress } = waiting.get(id) ?? { bytes: [], progress: {} }
    waiting.delete(id)
    return { progress, bytes: [...bytes], last: last.get(id) ?? {} }
  }

  return {
    bytes(id, source, bytes) {
      const known = add(id, { source })
      known.bytes.set(source, (known.bytes.get(source) ?? 0) + bytes)
    },
    state: (id, state) => void add(id, state),
    take,
    commit() {
      if (waiting.size === 0) return
      const told = [...waiting.keys()].map((id) => ({ id, ...take(id) }))
      // What is gathered is not lost: without room on the disk it waits for it.
      store.gather(() => {
        for (const { id, progress, bytes } of told) {
          store.transfers.setProgress(id, progress)
          store.transfers.addSourceBytes(id, bytes)
        }
      })
    },
    forget(id) {
      waiting.delete(id)
      last.delete(id)
    },
  }
}
