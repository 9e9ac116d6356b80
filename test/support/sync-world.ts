import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Sync, type SyncPlan, type SyncResult, syncDefaults } from '../../main/model/sync.ts'
import { below, type Digests, digestsOf, trueDigests } from './engine-tree.ts'
import {
  type EngineWorld,
  type OrderPatch,
  startEngineWorld,
  type WorldOptions,
} from './engine-world.ts'

/** A dandiset of a handful of files whose draft a test changes, and a folder kept in step with it. */
export interface SyncWorld extends EngineWorld {
  readonly dandisetId: string
  sync(patch?: Partial<Sync>, order?: OrderPatch): Sync
  plan(sync: Sync): Promise<SyncPlan>
  apply(sync: Sync, accept?: string): Promise<SyncResult>
  /** A night: the clock goes on by a day, then the sync runs. */
  night(sync: Sync, accept?: string): Promise<SyncResult>
  /** What is below the destination, trash and marker left out: path → SHA-256. */
  tree(): Promise<Digests>
  /** What the draft says should be there. */
  draft(keep?: (path: string) => boolean): Digests
  /** What is in the trash, by its path below the trash's day. */
  trashed(): Promise<readonly string[]>
  write(path: string, text: string): Promise<void>
  read(path: string): Promise<string>
  has(path: string): boolean
}

const dandisetId = '200001'
const DAY_MS = 86_400_000

export async function startSyncWorld(options: WorldOptions = {}): Promise<SyncWorld> {
  const world = await startEngineWorld(options)
  const { archive, clock, out } = world
  for (const path of archive.paths(dandisetId, 'draft')) archive.removeAsset(dandisetId, path)

  const apply = (sync: Sync, accept?: string) =>
    world.engine['sync.apply']({
      sync: sync as never,
      isVouchedFor: false,
      accept: accept ?? null,
    }) as Promise<SyncResult>

  async function files(): Promise<readonly (readonly [string, string])[]> {
    return existsSync(out) ? Object.entries(await digestsOf(out)) : []
  }

  // Members that change with the world are asked each time.
  return Object.assign(Object.create(world) as EngineWorld, {
    dandisetId,
    sync: (patch: Partial<Sync> = {}, order: OrderPatch = {}): Sync => ({
      ...syncDefaults,
      order: world.order(dandisetId, { version: 'draft', dandisetYaml: false, ...order }),
      ...patch,
    }),
    plan: (sync: Sync) =>
      world.engine['sync.plan']({ sync: sync as never, isVouchedFor: false }) as Promise<SyncPlan>,
    apply,
    night(sync: Sync, accept?: string) {
      clock.skip(DAY_MS)
      return apply(sync, accept)
    },
    async tree() {
      const own = (await files()).filter(([path]) => !path.startsWith('.dandelion'))
      return Object.fromEntries(own)
    },
    draft: (keep?: (path: string) => boolean) =>
      below(dandisetId, trueDigests(archive, dandisetId, 'draft', keep)),
    async trashed() {
      const trash = join(out, '.dandelion-trash')
      if (!existsSync(trash)) return []
      const days = await readdir(trash)
      const all = await Promise.all(days.map((day) => digestsOf(join(trash, day))))
      return all.flatMap((digests) => Object.keys(digests)).sort()
    },
    async write(path: string, text: string) {
      const file = join(out, path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, text)
    },
    read: (path: string) => readFile(join(out, path), 'utf8'),
    has: (path: string) => existsSync(join(out, path)),
  })
}
