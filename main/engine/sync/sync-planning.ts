/** From a sync to what it would do now: lists, looks at the disk, and compares. Writes nothing. */
import { createHash } from 'node:crypto'
import { join, relative, sep } from 'node:path'
import { freeBytes, isCaseSensitive, lookAt } from '../../disk/survey.ts'
import type { Snapshot } from '../../model/entry.ts'
import { Failure } from '../../model/failure.ts'
import type { Order } from '../../model/job.ts'
import type { OpenVersion } from '../../model/listing.ts'
import { clashKey } from '../../model/local-path.ts'
import { MOVING_ENDING } from '../../model/move-order.ts'
import type { Sync, SyncPlan, SyncRow } from '../../model/sync.ts'
import { layoutTest } from '../../model/sync-layout.ts'
import {
  asksOf,
  type ForeignItem,
  isInPick,
  type OwnFile,
  planSync,
  syncTallies,
  type WantedFile,
} from '../../model/sync-plan.ts'
import type { LibraryFile } from '../../store/files.ts'
import type { NewTransfer } from '../../store/transfers.ts'
import type { Context } from '../context.ts'
import { isFileUnchanged, isUnchanged } from '../library.ts'
import { wantsAssets, wantsYaml, yamlTransfer } from '../placing.ts'
import { placedPages } from '../planning.ts'
import type { Versions } from '../versions.ts'
import type { SyncFolders } from './sync-folders.ts'

/** What a run needs to know to do what its plan says. */
export interface Prepared {
  readonly plan: SyncPlan
  /** The order with its version, and with the folder that holds it, named. */
  readonly order: Order
  readonly snapshot: Snapshot
  readonly rows: readonly SyncRow[]
  /** By local path. */
  readonly transfers: ReadonlyMap<string, NewTransfer>
  readonly own: ReadonlyMap<string, LibraryFile>
  readonly yaml: NewTransfer | null
}

export interface SyncPlanning {
  readonly context: Context
  readonly versions: Versions
  readonly folders: SyncFolders
}

const PAGE = 1000
const SHOWN_ROWS = 1000
/** Times that a draft which moves while it is read is read again. */
const READINGS = 4

export async function prepareSync(
  sync: Sync,
  planning: SyncPlanning,
  { isVouchedFor, signal }: { readonly isVouchedFor: boolean; readonly signal: AbortSignal },
): Promise<Prepared> {
  const { context, folders } = planning
  if (!wantsAssets(sync.order)) {
    throw new Failure('input.invalid', 'ask-user', { field: 'assets', value: 'none' })
  }
  folders.check(sync.order.destination, isVouchedFor)
  const opened = await settledListing(sync.order, planning, signal)
  const { snapshot } = opened
  const order = pinned(sync, snapshot)
  const folder = order.destination
  if (folder !== sync.order.destination) folders.check(folder, isVouchedFor)
  const { transfers, wanted } = await wantedFiles(order, opened, planning, signal)
  const caseSensitive = isCaseSensitive(folder)
  const keys = new Set(wanted.map(({ localPath }) => clashKey(localPath, caseSensitive)))
  const library = await libraryOf(order, snapshot, planning)
  const listed = new Set(context.store.entries.paths(opened.snapshotId))
  const isInLayout = layoutTest(order, snapshot, rulesHere())
  const own = new Map<string, LibraryFile>()
  const files: OwnFile[] = []
  for (const file of library) {
    const localPath = relative(folder, file.path).split(sep).join('/')
    const item = lookAt(file.path)
    if (item === null || file.kind === 'dandiset-yaml') continue
    own.set(localPath, file)
    const isHere = keys.has(clashKey(localPath, caseSensitive))
    files.push({
      path: file.assetPath,
      localPath,
      kind: file.kind,
      sizeBytes: file.sizeBytes,
      digest: file.checksum,
      sha256: file.sha256,
      isChanged: file.kind === 'zarr' ? item.kind !== 'folder' : !isFileUnchanged(file),
      isListed: listed.has(file.assetPath) || !isInPick(file.assetPath, order.ref.pick),
      isInLayout: isHere || isAside(localPath) || isInLayout(localPath, file.assetPath),
    })
  }
  const foreign = await foreignItems(wanted, own, folder)
  const rows = await plannedRows({ wanted, own: files, foreign, caseSensitive }, own)
  const free = await freeBytes(folder)
  const found = { listed: listed.size, ownFiles: files.length, freeBytes: free }
  return {
    plan: planOf(rows, sync, { folder, version: snapshot.version, found }),
    order,
    snapshot,
    rows,
    transfers,
    own,
    yaml: yamlToWrite(order, snapshot),
  }
}

/** What a crash left on its way to another name. */
function isAside(localPath: string): boolean {
  return localPath.endsWith(MOVING_ENDING)
}

/** A draft that moved while it was read is read again; one that was read lately is asked about. */
async function settledListing(
  order: Order,
  { context, versions }: SyncPlanning,
  signal: AbortSignal,
): Promise<OpenVersion> {
  const { store } = context
  const open = async () => {
    const { snapshotId } = await versions.open(order.ref, order.source, signal)
    return versions.complete(snapshotId, signal)
  }
  let opened = await open()
  for (let reading = 1; ; reading++) {
    const known = store.snapshots.get(opened.snapshotId)
    // Where a source cannot tell whether a draft moved, one complete listing is all there is.
    if (opened.snapshot.published || known?.validator == null) return opened
    const { listedAt } = opened.listing
    store.gather(() => store.snapshots.confirm(opened.snapshotId, 0))
    const again = await open().catch((error: unknown) => {
      store.gather(() => store.snapshots.confirm(opened.snapshotId, listedAt))
      throw error
    })
    if (again.snapshotId === opened.snapshotId) return again
    if (reading >= READINGS) {
      const details = { asked: 'a draft that keeps still', came: `${READINGS} listings` }
      throw new Failure('remote.changed', 'retry-later', details)
    }
    opened = again
  }
}

/** The version is named from here on, so that what is fetched is what was listed. */
function pinned({ order, newest }: Sync, { version, dandisetId }: Snapshot): Order {
  const isBeside = newest === 'beside' && order.ref.version === null
  return {
    ...order,
    ref: { ...order.ref, version, dandisetId },
    destination: isBeside ? join(order.destination, version) : order.destination,
    existing: 'own',
  }
}

function rulesHere() {
  return process.platform === 'win32' ? 'windows' : 'posix'
}

async function wantedFiles(
  order: Order,
  opened: OpenVersion,
  { context, versions }: SyncPlanning,
  signal: AbortSignal,
) {
  const transfers = new Map<string, NewTransfer>()
  const wanted: WantedFile[] = []
  for await (const page of placedPages(order, { context, versions, opened, signal })) {
    for (const transfer of page) {
      const { entry, localPath, kind, part, failure } = transfer
      if (kind === 'dandiset-yaml') continue
      const { path, sizeBytes, checksum, sha256 } = entry
      const digest = checksum ? `${checksum.kind}:${checksum.value}` : null
      const isPart = part !== undefined
      if (failure === null) transfers.set(localPath, transfer)
      wanted.push({ path, localPath, kind, sizeBytes, digest, sha256, isPart, failure })
    }
  }
  return { transfers, wanted }
}

/** What Dandelion fetched of this dandiset below the folder, other synced folders left out. */
async function libraryOf(
  { destination }: Order,
  { instance, dandisetId }: Snapshot,
  { context, folders }: SyncPlanning,
): Promise<readonly LibraryFile[]> {
  const others = folders.within(destination)
  const found: LibraryFile[] = []
  for (let after = ''; ; ) {
    const page = context.store.files.below(destination, sep, after, PAGE)
    const last = page.at(-1)
    if (!last) return found
    after = last.path
    for (const file of page) {
      const isOurs = file.instance === instance && file.dandisetId === dandisetId
      const isElsewhere = others.some((other) => file.path.startsWith(`${other}${sep}`))
      if (isOurs && !isElsewhere) found.push(file)
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
}

async function foreignItems(
  wanted: readonly WantedFile[],
  own: ReadonlyMap<string, LibraryFile>,
  folder: string,
): Promise<ReadonlyMap<string, ForeignItem>> {
  const items = new Map<string, ForeignItem>()
  for (const [index, { localPath, failure }] of wanted.entries()) {
    if (index % PAGE === PAGE - 1) await new Promise((resolve) => setImmediate(resolve))
    if (failure !== null || own.has(localPath)) continue
    const item = lookAt(join(folder, ...localPath.split('/')))
    if (item === null) continue
    items.set(localPath, { kind: item.kind, sizeBytes: item.kind === 'file' ? item.sizeBytes : 0 })
  }
  return items
}

/** Only Zarrs that are to be touched are looked through, which may take a while. */
async function plannedRows(
  state: Parameters<typeof planSync>[0],
  library: ReadonlyMap<string, LibraryFile>,
): Promise<readonly SyncRow[]> {
  const looked = new Map<string, boolean>()
  for (;;) {
    const own = state.own.map((file) =>
      looked.get(file.localPath) === false ? { ...file, isChanged: true } : file,
    )
    const rows = planSync({ ...state, own })
    const touched = new Set(rows.flatMap((row) => touchedBy(row)))
    const open = own.filter(
      ({ localPath, kind, isChanged }) =>
        kind === 'zarr' && !isChanged && touched.has(localPath) && !looked.has(localPath),
    )
    if (open.length === 0) return rows
    for (const { localPath } of open) {
      const file = library.get(localPath)
      looked.set(localPath, file !== undefined && (await isUnchanged(file)))
    }
  }
}

function touchedBy({ kind, localPath, from }: SyncRow): readonly string[] {
  if (kind === 'rename') return from === null ? [] : [from]
  return kind === 'update' || kind === 'vanish' ? [localPath] : []
}

function planOf(
  rows: readonly SyncRow[],
  sync: Sync,
  {
    folder,
    version,
    found,
  }: {
    readonly folder: string
    readonly version: string
    readonly found: {
      readonly listed: number
      readonly ownFiles: number
      readonly freeBytes: number
    }
  },
): SyncPlan {
  const tallies = syncTallies(rows)
  const { remove, limits } = sync
  const replaced = rows.filter(({ replaces }) => replaces).length
  const told = rows.filter(({ kind }) => kind !== 'keep' && kind !== 'check')
  return {
    folder,
    version,
    remove,
    tallies,
    bytesToFetch: tallies.add.bytes + tallies.update.bytes,
    freeBytes: found.freeBytes,
    asks: asksOf(tallies, limits, { ...found, replaced, isKept: remove === 'keep' }),
    fingerprint: fingerprintOf(told, remove),
    rows: told.slice(0, SHOWN_ROWS),
  }
}

function fingerprintOf(rows: readonly SyncRow[], remove: Sync['remove']): string {
  const hash = createHash('sha256').update(remove)
  for (const { kind, localPath, from, sizeBytes, replaces } of rows)
    hash.update(JSON.stringify([kind, localPath, from, sizeBytes, replaces]))
  return hash.digest('hex').slice(0, 16)
}

/** Written anew only when the version was changed since, not at each run. */
function yamlToWrite(order: Order, snapshot: Snapshot): NewTransfer | null {
  if (!wantsYaml(order)) return null
  const transfer = yamlTransfer(snapshot)
  const item = lookAt(join(order.destination, ...transfer.localPath.split('/')))
  const isFresh = item?.kind === 'file' && item.modifiedAt >= (snapshot.modifiedAt ?? 0) - 1
  return isFresh ? null : transfer
}
