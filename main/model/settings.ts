import type { DataBudget } from './budget.ts'
import type { Instance, SourcePreference } from './instance.ts'
import type { Timetable } from './timetable.ts'
import type { DoneAct } from './when-done.ts'

/** What to do when the destination is there already, as the `dandi` client names it. */
export const existingModes = [
  'error',
  'skip',
  'overwrite',
  'overwrite-different',
  'refresh',
] as const
export type ExistingMode = (typeof existingModes)[number]

export interface Settings {
  /** Folder in which downloads are laid, absolute. */
  readonly destination: string
  readonly source: SourcePreference
  readonly existing: ExistingMode
  readonly preserveTree: boolean
  /** Files moved at the same time; a Zarr counts as one, four small files share one place. */
  readonly filesAtOnce: number
  /** Parts of one file moved at the same time. */
  readonly partsPerFile: number
  /** Entries of one Zarr moved at the same time. */
  readonly entriesPerZarr: number
  readonly connectionsPerHost: number
  readonly connectionsTotal: number
  /** null: no limit. */
  readonly speedLimitBytesPerSecond: number | null
  /** In its hours in place of that limit, by clocks of this computer. */
  readonly timetable: Timetable
  /** Slow mode: one switch, with a limit of its own. */
  readonly isSlow: boolean
  readonly slowBytesPerSecond: number
  /** null: as much as wanted. */
  readonly dataBudget: DataBudget | null
  /** Instance that an identifier without a host is looked up in. */
  readonly instance: string
  /** Instances beside the built-in ones, and built-in ones with other addresses; by name. */
  readonly instances: readonly Instance[]
  readonly appearance: 'system' | 'light' | 'dark'
  /** Closing the last BrowserWindow leaves transfers running in the tray. */
  readonly keepRunning: boolean
  /** What becomes of the computer when all is done. */
  readonly whenDone: DoneAct
  /** It is done each time, rather than once. */
  readonly keepsWhenDone: boolean
  /** The system's timer is wanted; it is put in place and removed by requests of its own. */
  readonly systemTimer: boolean
}

/** Bounds that every place which accepts settings holds to. */
export const settingsBounds = {
  filesAtOnce: { min: 1, max: 32 },
  partsPerFile: { min: 1, max: 16 },
  entriesPerZarr: { min: 1, max: 64 },
  connectionsPerHost: { min: 1, max: 64 },
  connectionsTotal: { min: 1, max: 128 },
  speedLimitBytesPerSecond: { min: 16 * 1024, max: 100 * 1024 ** 3 },
} as const

export function defaultSettings(destination: string): Settings {
  return {
    destination,
    source: 'auto',
    existing: 'error',
    preserveTree: false,
    filesAtOnce: 6,
    partsPerFile: 4,
    entriesPerZarr: 16,
    connectionsPerHost: 24,
    connectionsTotal: 32,
    speedLimitBytesPerSecond: null,
    timetable: [],
    isSlow: false,
    slowBytesPerSecond: 1_000_000,
    dataBudget: null,
    instance: 'dandi',
    instances: [],
    appearance: 'system',
    keepRunning: true,
    whenDone: 'nothing',
    keepsWhenDone: false,
    systemTimer: false,
  }
}
