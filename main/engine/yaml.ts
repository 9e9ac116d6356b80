import { dirname } from 'node:path'
import { readSmall } from '../disk/digest.ts'
import { flushFolder, openFresh, partialPath, publishFile } from '../disk/partial-file.ts'
import { lookAt } from '../disk/survey.ts'
import { dandisetYaml } from '../model/dandiset-yaml.ts'
import type { Snapshot } from '../model/entry.ts'
import { Failure, recordOf } from '../model/failure.ts'
import { preparePlace } from '../transfer/examine.ts'
import type { Outcome, TransferTask } from '../transfer/ports.ts'
import type { Context } from './context.ts'
import { isUnchanged } from './library.ts'

/** Writes `dandiset.yaml` as the `dandi` client does: the version's metadata, sorted, as YAML. */
export async function writeYaml(
  task: TransferTask,
  { context, snapshot, signal }: { context: Context; snapshot: Snapshot; signal: AbortSignal },
): Promise<Outcome> {
  try {
    const metadata = await context.sources.metadata(snapshot, signal)
    const bytes = new TextEncoder().encode(dandisetYaml(snapshot.dandisetId, metadata))
    const final = preparePlace(task)
    const own = context.store.files.get(final)
    const isOwn = own !== null && (await isUnchanged(own))
    const replace = await decide(final, task, { bytes, modifiedAt: snapshot.modifiedAt, isOwn })
    if (replace === 'skip')
      return { kind: 'done', digest: null, skipped: true, sizeBytes: bytes.length }
    const partial = partialPath(final)
    const file = openFresh(partial)
    try {
      file.write(bytes, 0)
      await file.flush()
    } finally {
      file.close()
    }
    const { identity } = file
    const { modifiedAt } = snapshot
    publishFile({ partial, final, replace, modifiedAt, identity, sizeBytes: bytes.length })
    await flushFolder(dirname(final))
    return { kind: 'done', digest: null, skipped: false, sizeBytes: bytes.length }
  } catch (error) {
    if (signal.aborted && (error === signal.reason || !(error instanceof Failure)))
      return { kind: 'stopped' }
    return { kind: 'failed', failure: recordOf(error) }
  }
}

async function decide(
  final: string,
  task: TransferTask,
  fresh: {
    readonly bytes: Uint8Array
    readonly modifiedAt: number | null
    readonly isOwn: boolean
  },
): Promise<boolean | 'skip'> {
  const item = lookAt(final)
  if (!item) return false
  const isFile = item.kind === 'file'
  if (isFile && Buffer.compare(await readSmall(final), fresh.bytes) === 0) return 'skip'
  switch (task.existing) {
    case 'skip':
      return 'skip'
    case 'refresh':
      return isFile && item.modifiedAt >= (fresh.modifiedAt ?? Number.POSITIVE_INFINITY)
        ? 'skip'
        : true
    case 'overwrite':
    case 'overwrite-different':
      return true
    case 'own':
      if (fresh.isOwn) return true
      throw new Failure('disk.exists', 'ask-user', { path: final })
    case 'error':
      throw new Failure('disk.exists', 'ask-user', { path: final })
    default:
      return task.existing satisfies never
  }
}
