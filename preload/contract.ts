import * as z from 'zod'
import type { ArchiveRef } from '../main/model/entry.ts'
import type { EngineEvent, EngineState } from '../main/model/events.ts'
import type { FailureRecord } from '../main/model/failure.ts'
import type {
  About,
  DandisetRow,
  Facets,
  OpenVersion,
  SelectionSummary,
  TreeRow,
  VersionRow,
} from '../main/model/listing.ts'
import type { Plan } from '../main/model/plan.ts'
import { existingModes, type Settings, settingsBounds } from '../main/model/settings.ts'
import type { TransferDetail, TransferView } from '../main/model/transfer.ts'

interface Request<I extends z.ZodType, O> {
  readonly input: I
  readonly output?: O
}
const answers =
  <O>() =>
  <I extends z.ZodType>(input: I): Request<I, O> => ({ input })

const text = z.string().max(4096)
const path = z.string().min(1).max(4096)
/** A POSIX path, or a Windows one with its drive or server. */
const absolutePath = path.regex(/^(?:\/|[a-z]:[\\/]|\\\\[^\\/]+[\\/][^\\/])/i)
const jobId = z.string().min(1).max(64)
const transferId = z.number().int().nonnegative()
const snapshotId = z.number().int().nonnegative()
const count = z.number().int().nonnegative()
const limit = z.number().int().min(1).max(5000)
const instanceName = z.string().min(1).max(200)

const pick = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('dandiset') }),
  z.strictObject({ kind: z.literal('folder'), path }),
  z.strictObject({ kind: z.literal('item'), path }),
  z.strictObject({ kind: z.literal('prefix'), prefix: path }),
  z.strictObject({ kind: z.literal('glob'), pattern: path }),
  z.strictObject({ kind: z.literal('asset'), assetId: path }),
  z.strictObject({ kind: z.literal('blob'), blobId: path }),
  z.strictObject({ kind: z.literal('zarr'), zarrId: path }),
  z.strictObject({ kind: z.literal('dandiset-yaml') }),
])

const ref = z.strictObject({
  instance: instanceName,
  dandisetId: z
    .string()
    .regex(/^\d{6}$/)
    .nullable(),
  version: z.string().max(64).nullable(),
  pick,
})

const filter = z.strictObject({
  text,
  subjects: z.array(text).max(10_000),
  types: z.array(text).max(200),
  include: z.array(text).max(200),
  exclude: z.array(text).max(200),
})

const selection = z.strictObject({
  base: z.enum(['all', 'none']),
  filter,
  ticks: z.array(z.strictObject({ path, on: z.boolean() })).max(100_000),
})

const source = z.enum(['auto', 'api', 's3', 'webdav'])

const order = z.strictObject({
  ref,
  selection,
  destination: absolutePath,
  source,
  existing: z.enum(existingModes),
  preserveTree: z.boolean(),
  assets: z.boolean(),
  dandisetYaml: z.boolean(),
})

const address = z.url({ protocol: /^https?$/ }).max(2048)
const bounded = (bounds: { readonly min: number; readonly max: number }) =>
  z.number().int().min(bounds.min).max(bounds.max)

const settingsPatch = z
  .strictObject({
    destination: absolutePath,
    source,
    existing: z.enum(existingModes),
    preserveTree: z.boolean(),
    filesAtOnce: bounded(settingsBounds.filesAtOnce),
    partsPerFile: bounded(settingsBounds.partsPerFile),
    entriesPerZarr: bounded(settingsBounds.entriesPerZarr),
    connectionsPerHost: bounded(settingsBounds.connectionsPerHost),
    connectionsTotal: bounded(settingsBounds.connectionsTotal),
    speedLimitBytesPerSecond: bounded(settingsBounds.speedLimitBytesPerSecond).nullable(),
    instance: instanceName,
    instances: z
      .array(
        z.strictObject({
          name: instanceName,
          apiUrl: address,
          webUrl: address.nullable(),
          s3Url: address.nullable(),
          webdavUrl: address.nullable(),
          learnt: z.literal(true).optional(),
        }),
      )
      .max(50),
    appearance: z.enum(['system', 'light', 'dark']),
    keepRunning: z.boolean(),
  })
  .partial()

const stateFilter = z.enum(['all', 'active', 'queued', 'done', 'failed'])

/** Every request a window may make: its name, the schema main checks, the type it answers with. */
export const requests = {
  snapshot: answers<EngineState>()(z.undefined()),
  /** One ref a line of text. */
  identify: answers<readonly ArchiveRef[]>()(z.strictObject({ text: z.string().max(100_000) })),
  instances: answers<readonly InstanceRow[]>()(z.undefined()),
  'dandisets.page': answers<{ readonly rows: readonly DandisetRow[]; readonly total: number }>()(
    z.strictObject({
      instance: instanceName,
      search: text,
      page: z.number().int().min(1),
      pageSize: z.number().int().min(1).max(200),
      order: z.enum([
        'id',
        '-id',
        'name',
        '-name',
        'modified',
        '-modified',
        'size',
        '-size',
        'stars',
        '-stars',
      ]),
      draftsToo: z.boolean(),
    }),
  ),
  'dandiset.versions': answers<readonly VersionRow[]>()(
    z.strictObject({ instance: instanceName, dandisetId: z.string().regex(/^\d{6}$/) }),
  ),
  /** Resolves and starts to list in the background; `listing.changed` events tell how far it is. */
  'version.open': answers<OpenVersion>()(z.strictObject({ ref, source })),
  'version.state': answers<OpenVersion>()(z.strictObject({ snapshotId })),
  'version.about': answers<About>()(z.strictObject({ snapshotId })),
  'entries.children': answers<{ readonly rows: readonly TreeRow[]; readonly total: number }>()(
    z.strictObject({
      snapshotId,
      /** `''` for the root, else ends in `/`. */
      folder: z.string().max(4096),
      selection,
      offset: count,
      limit,
    }),
  ),
  'entries.facets': answers<Facets>()(z.strictObject({ snapshotId })),
  'selection.summary': answers<SelectionSummary>()(z.strictObject({ snapshotId, selection })),
  plan: answers<Plan>()(z.strictObject({ order })),
  'job.create': answers<{ readonly jobId: string }>()(z.strictObject({ order })),
  'job.pause': answers<void>()(z.strictObject({ jobId })),
  'job.resume': answers<void>()(z.strictObject({ jobId })),
  /** Ends a job. `delete` removes partials and the files that this job fetched, nothing else. */
  'job.cancel': answers<void>()(z.strictObject({ jobId, files: z.enum(['keep', 'delete']) })),
  /** Without `transferId`, all failed ones. */
  'job.retry': answers<void>()(z.strictObject({ jobId, transferId: transferId.optional() })),
  /** Puts the job before another one, or last. */
  'job.move': answers<void>()(z.strictObject({ jobId, before: jobId.nullable() })),
  'job.priority': answers<void>()(
    z.strictObject({ jobId, priority: z.number().int().min(-1).max(1) }),
  ),
  'jobs.pause-all': answers<void>()(z.undefined()),
  'jobs.resume-all': answers<void>()(z.undefined()),
  'transfers.page': answers<{ readonly rows: readonly TransferView[]; readonly total: number }>()(
    z.strictObject({ jobId, state: stateFilter, text, offset: count, limit }),
  ),
  'transfer.detail': answers<TransferDetail>()(z.strictObject({ transferId })),
  'settings.change': answers<Settings>()(settingsPatch),
  'disk.free': answers<{ readonly freeBytes: number }>()(z.strictObject({ folder: path })),
  'key.status': answers<KeyStatus>()(z.strictObject({ instance: instanceName })),
  /** Checked against the instance's API before it is kept. */
  'key.set': answers<KeyStatus>()(
    z.strictObject({ instance: instanceName, key: z.string().min(1).max(200) }),
  ),
  'key.remove': answers<KeyStatus>()(z.strictObject({ instance: instanceName })),
  'dialog.folder': answers<{ readonly folder: string | null }>()(z.strictObject({ current: text })),
  /** Opens a job's folder, or shows one of its files in it. */
  'shell.show': answers<void>()(z.strictObject({ jobId, transferId: transferId.optional() })),
  'shell.log': answers<void>()(z.undefined()),
  /** Web pages of known instances, doi.org and neurosift only. */
  'shell.browse': answers<void>()(z.strictObject({ url: address })),
  'clipboard.write': answers<void>()(z.strictObject({ text: z.string().max(100_000) })),
} as const

export interface InstanceRow {
  readonly name: string
  readonly title: string
  readonly apiUrl: string
  readonly webUrl: string | null
  readonly s3Url: string | null
  readonly webdavUrl: string | null
  readonly builtIn: boolean
}

export interface KeyStatus {
  /** `session`: kept in memory only, since this system offers no keychain. */
  readonly state: 'none' | 'environment' | 'session' | 'keychain'
  readonly username: string | null
  readonly keychainAvailable: boolean
}

/** Wishes of the system that a window must act on: a deep link, a file dropped on the icon, a menu command. */
export type ShellEvent =
  | { readonly kind: 'open-text'; readonly text: string }
  | {
      readonly kind: 'go'
      readonly screen: 'discover' | 'transfers' | 'library' | 'schedules' | 'settings'
    }
  | { readonly kind: 'focus-search' }

export type RequestName = keyof typeof requests
export type Input<N extends RequestName> = z.input<(typeof requests)[N]['input']>
export type Output<N extends RequestName> =
  (typeof requests)[N] extends Request<z.ZodType, infer O> ? O : never
export type Handlers = {
  readonly [N in RequestName]: (
    input: z.output<(typeof requests)[N]['input']>,
  ) => Output<N> | Promise<Output<N>>
}
export type Reply<O> =
  | { readonly ok: true; readonly value: O }
  | { readonly ok: false; readonly failure: FailureRecord }

export interface Bridge {
  request(name: RequestName, input: unknown): Promise<Reply<unknown>>
  /** Engine events in batches, in order. Returns the function that ends the subscription. */
  onEvents(listener: (batch: readonly EngineEvent[]) => void): () => void
  onShell(listener: (event: ShellEvent) => void): () => void
  readonly platform: string
}
