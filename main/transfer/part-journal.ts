/** A file's partial with its journal, as far as they fit each other. */
import {
  createPartial,
  type FileIdentity,
  identityOf,
  partialSize,
  removePartial,
} from '../disk/partial-file.ts'
import { partPlan } from '../model/dandi-etag.ts'
import type { Entry } from '../model/entry.ts'
import { Failure, recordOf } from '../model/failure.ts'
import type { OpenJournal, RunnerPorts } from './ports.ts'

export type PartJournal = Pick<
  OpenJournal,
  'found' | 'identity' | 'setIdentity' | 'parts' | 'putPart' | 'clearParts'
>

export interface Remembered {
  readonly journal: PartJournal
  /** Which file the partial is; null for one that its task begins. */
  readonly identity: FileIdentity | null
}

/** Opens the partial of this digest, or begins one; what was lost of it is said. */
export function openRemembered(
  path: string,
  { sizeBytes, checksum }: Pick<Entry, 'sizeBytes'> & { readonly checksum: string },
  ports: RunnerPorts,
): Remembered {
  const journal = ports.journal.open({ path, kind: 'blob', sizeBytes, checksum })
  if (!journal.found || !holdsWhatItSays(path, journal, sizeBytes)) {
    declareLost(path, journal, ports)
  }
  const identity = createPartial(path)
  journal.setIdentity(identity)
  return { journal, identity }
}

const noJournal: PartJournal = {
  found: false,
  identity: () => null,
  setIdentity: () => {},
  parts: () => [],
  putPart: () => {},
  clearParts: () => {},
}

/** For a file that is begun anew rather than resumed. */
export const noMemory: Remembered = { journal: noJournal, identity: null }

/** A journal is believed only of the file that it was kept for, and only as far as that reaches. */
function holdsWhatItSays(partial: string, journal: PartJournal, sizeBytes: number): boolean {
  if (journal.identity() !== identityOf(partial)) return false
  const plan = partPlan(sizeBytes)
  const reach = journal
    .parts()
    .reduce((end, part) => Math.max(end, part.number * plan.partBytes + part.haveBytes), 0)
  return (partialSize(partial) ?? 0) >= reach
}

function declareLost(partial: string, journal: PartJournal, ports: RunnerPorts): void {
  const hadParts = journal.parts().length > 0
  if (hadParts || (partialSize(partial) ?? 0) > 0) {
    ports.note(recordOf(new Failure('disk.partial-lost', 'retry-now', { path: partial })))
  }
  removePartial(partial)
  journal.clearParts()
}
