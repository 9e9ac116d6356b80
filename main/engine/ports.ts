/** What a host (desktop, terminal, test) hands the engine. */
import type { SurroundingsPort } from '../machine/surroundings.ts'
import type { FailureRecord } from '../model/failure.ts'
import type { FollowFind } from '../model/follow.ts'
import type { HostKind } from '../model/host.ts'
import type { Instance } from '../model/instance.ts'
import type { JobView } from '../model/job.ts'
import type { Log } from '../model/log.ts'
import type { Settings } from '../model/settings.ts'
import type { TransferView } from '../model/transfer.ts'
import type { Clock, Secrets } from './context.ts'
import type { MorningPort } from './overnight/night-watch.ts'
import type { TimerPort } from './overnight/system-timer.ts'

export interface EnginePorts {
  readonly dataDir: string
  /** Told to whoever comes second. */
  readonly host: HostKind
  /** Where files go until a person says otherwise; absolute. */
  readonly defaultDestination: string
  /** The real one by default. */
  readonly clock?: Clock
  readonly log: Log
  readonly secrets: Secrets
  /** Told `store.damaged`, while the engine opens, when a fresh database took a damaged one's place. */
  readonly onReplaced?: (failure: FailureRecord) => void
  /** Told once when nothing of a job is left to do. */
  readonly notify: (job: JobView) => void
  /** The bundled worker entry. */
  readonly workerUrl: URL
  /** The system's proxy for a URL, as Electron words it; null goes by the environment alone. */
  readonly proxyFor: ((url: string) => Promise<string | null>) | null
  readonly sqliteBinding: string | null
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly userAgent: string
  /** The system's own timer; null or left out where there is none. */
  readonly timer?: TimerPort | null
  /** `run`: jobs of an earlier run go on at once. `leave`: they rest until asked for. */
  readonly recover: 'run' | 'leave'
  /** Tries of a transfer before it is given up; above 5 a lost network is waited for without end. */
  readonly attempts: number
  /** Settings of this run alone; they are not kept. */
  readonly overrides?: Partial<Settings>
  /** Addresses of this run alone, for whatever instance is asked. */
  readonly addresses?: Partial<Pick<Instance, 's3Url' | 'webdavUrl'>>
  /** The chosen instance's catalogue is filled and kept from the start; else when it is asked for. */
  readonly keepsCatalogue?: boolean
  /** Schedules run when they are due; else only when a person says so. */
  readonly keepsSchedules?: boolean
  /** What the computer tells of its power and networks. The real one by default. */
  readonly surroundings?: SurroundingsPort
  /** Told which dandisets are new to a person's rules, once. */
  readonly found?: (finds: readonly FollowFind[]) => void
  /** How a person is told in the morning; left out where nobody can be. */
  readonly morning?: MorningPort
  /** How long what is told after runs may keep the engine from closing; 0 when left out. */
  readonly hooksGraceMs?: number
  /** Told when a transfer is done or has failed for good, with the bytes that came over the line. */
  readonly onTransferEnded?: (transfer: TransferView, fetchedBytes: number) => void
}
