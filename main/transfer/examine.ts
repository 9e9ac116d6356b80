import { join } from 'node:path'
import type { Replace } from '../disk/partial-file.ts'
import { ensureFolder, type LocalItem, lookAt } from '../disk/survey.ts'
import { partPlan } from '../model/dandi-etag.ts'
import type { Entry } from '../model/entry.ts'
import { afterComparing, decideExisting, type LocalFile } from '../model/existing.ts'
import { Failure } from '../model/failure.ts'
import { dandiEtag } from './dandi-etag.ts'
import type { RunnerPorts, TransferTask } from './ports.ts'

/** Makes the folder that will hold the file and returns the file's absolute path. */
export function preparePlace(task: TransferTask): string {
  const folder = ensureFolder(task.root, task.segments.slice(0, -1))
  return join(folder, task.segments.at(-1) ?? '')
}

export type Verdict =
  | { readonly kind: 'fetch'; readonly replace: Replace }
  /** `compared`: the digest was looked at and matched. */
  | { readonly kind: 'skip'; readonly compared: boolean }

/** What the mode says about what is at the destination now. Throws `disk.exists` when it says no. */
export async function examineFile(
  final: string,
  task: TransferTask,
  ports: RunnerPorts,
): Promise<Verdict> {
  const item = lookAt(final)
  if (!item) return { kind: 'fetch', replace: false }
  if (item.kind !== 'file') return notAFile(final, task, item)
  const isOwn = task.existing === 'own' && (await ports.isOwn(final))
  const decision = decideExisting(task.existing, { ...item, isOwn }, task.entry)
  const settled =
    decision === 'compare'
      ? afterComparing(
          task.existing,
          await matches(final, item, { entry: task.entry, ports }),
          isOwn,
        )
      : decision
  if (settled === 'skip') return { kind: 'skip', compared: decision === 'compare' }
  if (settled === 'fetch') return { kind: 'fetch', replace: isOwn ? item : true }
  throw new Failure('disk.exists', 'ask-user', { path: final })
}

function notAFile(final: string, task: TransferTask, item: LocalItem): Verdict {
  if (task.existing === 'skip') return { kind: 'skip', compared: false }
  throw new Failure('disk.exists', 'ask-user', { path: final, reason: item.kind })
}

async function matches(
  final: string,
  local: LocalFile,
  { entry, ports }: { readonly entry: Entry; readonly ports: RunnerPorts },
): Promise<boolean> {
  const expected = entry.checksum?.value
  const known = ports.knownDigest(final, local)
  if (known) return known === `dandi-etag:${expected}`
  const { partBytes } = partPlan(local.sizeBytes)
  const task = { kind: 'hash', file: final, partBytes } as const
  const { md5s } = await ports.pool.run(task, { signal: ports.signal })
  return dandiEtag(md5s) === expected
}
