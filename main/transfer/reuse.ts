/** Bytes that were fetched and verified before are brought from where they are. */
import { dirname } from 'node:path'
import { linkBeside, shareBytes } from '../disk/copy.ts'
import {
  createPartial,
  flushFolder,
  identityOf,
  partialPath,
  publishFile,
  type Replace,
  removePartial,
} from '../disk/partial-file.ts'
import { lookAt } from '../disk/survey.ts'
import { partPlan } from '../model/dandi-etag.ts'
import { Failure, recordOf } from '../model/failure.ts'
import { dandiEtag } from './dandi-etag.ts'
import type { RunnerPorts, TransferTask } from './ports.ts'

interface Place {
  readonly task: TransferTask
  readonly ports: RunnerPorts
  readonly final: string
  readonly replace: Replace
  /** The dandi-etag that the bytes must have. */
  readonly expected: string
}

export type Reused = 'copied' | 'linked'

/**
 * Gives a file its name with bytes that the library has. A copy is hashed as it is written; a link
 * is made only to a file that has not changed since its own digest matched. Null when there is
 * nothing to take it from, or what was there turned out to be something else.
 */
export async function reuseBlob(place: Place): Promise<Reused | null> {
  const { task, ports, final } = place
  if (task.reuse === 'none') return null
  for (const donor of ports.donors(`dandi-etag:${place.expected}`)) {
    if (donor === final || lookAt(donor)?.kind !== 'file') continue
    const reused = await takeFrom(donor, place)
    if (reused === null) continue
    ports.journal.drop(partialPath(final))
    await flushFolder(dirname(final))
    return reused
  }
  return null
}

async function takeFrom(donor: string, place: Place): Promise<Reused | null> {
  const partial = partialPath(place.final)
  removePartial(partial)
  if (place.task.reuse === 'link' && linkBeside(donor, partial)) {
    // The times belong to the file and not to the name, so those of the other name stay.
    publish(place, partial, { modifiedAt: null })
    return 'linked'
  }
  try {
    return await copyFrom(donor, place)
  } catch (error) {
    removePartial(partial)
    throw error
  }
}

async function copyFrom(donor: string, place: Place): Promise<Reused | null> {
  const { ports, expected } = place
  const { sizeBytes, modifiedAt, path } = place.task.entry
  const partial = partialPath(place.final)
  const isShared = shareBytes(donor, partial)
  const identity = createPartial(partial)
  const { partBytes, count } = partPlan(sizeBytes)
  let receivedBytes = 0
  const { md5s } = await ports.pool.run(
    isShared
      ? { kind: 'hash', file: partial, partBytes }
      : { kind: 'copy', from: donor, file: partial, identity, sizeBytes, partBytes },
    {
      signal: ports.signal,
      onBytes(bytes) {
        receivedBytes += bytes
        ports.reportState({ receivedBytes, partsDone: 0, partsTotal: Math.max(1, count) })
      },
    },
  )
  const came = dandiEtag(sizeBytes === 0 ? [emptyMd5()] : md5s)
  if (came === expected) {
    publish(place, partial, { modifiedAt })
    return 'copied'
  }
  removePartial(partial)
  const details = { path, expected, came, from: donor }
  ports.note(recordOf(new Failure('digest.mismatch', 'retry-now', details)))
  return null
}

/** An empty file has one part without bytes. */
function emptyMd5(): Uint8Array {
  return Buffer.from('d41d8cd98f00b204e9800998ecf8427e', 'hex')
}

function publish(
  { task, final, replace }: Place,
  partial: string,
  { modifiedAt }: { readonly modifiedAt: number | null },
): void {
  const identity = identityOf(partial) ?? ''
  publishFile({ partial, final, replace, modifiedAt, identity, sizeBytes: task.entry.sizeBytes })
}
