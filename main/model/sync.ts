/** A folder kept in step with a dandiset: one way, from the archive to the disk. */
import type { FailureRecord } from './failure.ts'
import type { Order } from './job.ts'

/** What becomes of files that the archive no longer has. */
export const removeModes = ['keep', 'trash', 'delete'] as const
export type RemoveMode = (typeof removeModes)[number]

/** Where a newer version goes when the order names none: a folder of its own, or the same places. */
export const newestModes = ['replace', 'beside'] as const
export type NewestMode = (typeof newestModes)[number]

/** What stops a run, which then asks; null: never. */
export interface SyncLimits {
  /** Files that may be removed or replaced. */
  readonly removedFiles: number | null
  /** 0…1 of the files that Dandelion fetched there; a run that touches fewer than ten is let through. */
  readonly removedShare: number | null
  readonly fetchBytes: number | null
  /** What must stay free on the disk. */
  readonly freeBytes: number | null
}

export interface Sync {
  /** `existing` is not heeded: what Dandelion fetched is replaced, what a person changed never is. */
  readonly order: Order
  /** What becomes of files that vanished in the archive. */
  readonly remove: RemoveMode
  /** After which the trash of a run is emptied. */
  readonly trashDays: number
  readonly limits: SyncLimits
  readonly newest: NewestMode
}

/** What a sync is unless somebody says otherwise. */
export const syncDefaults = {
  remove: 'keep',
  trashDays: 30,
  limits: { removedFiles: 1000, removedShare: 0.5, fetchBytes: null, freeBytes: 1024 ** 3 },
  newest: 'replace',
} as const satisfies Partial<Sync>

/** How many files a run must remove or replace before the share of all counts. */
export const SHARE_FROM = 10

export const syncKinds = [
  'add',
  'update',
  'rename',
  'vanish',
  'check',
  'conflict',
  'problem',
  'keep',
] as const
/**
 * `vanish`: gone in the archive; what becomes of it is the sync's `remove`. `check`: there, and only
 * its digest can tell whether it is right. `conflict`: changed by a person or never fetched, so it
 * stays. `problem`: the disk cannot hold it.
 */
export type SyncKind = (typeof syncKinds)[number]

export interface SyncRow {
  readonly kind: SyncKind
  /** The asset's path in the archive; of what vanished, the one it had. */
  readonly path: string
  /** Relative to the folder, `/` between segments. */
  readonly localPath: string
  /** Where a renamed file is now. */
  readonly from: string | null
  /** Bytes that the archive has no more give way: those of an update, and under some new names. */
  readonly replaces: boolean
  readonly sizeBytes: number
  readonly failure: FailureRecord | null
}

export interface SyncTally {
  readonly files: number
  readonly bytes: number
}

/** `dandisets`: a saved search finds more of them than its schedule may take. */
export type SyncAskKind =
  | 'files'
  | 'share'
  | 'fetch-bytes'
  | 'free-space'
  | 'empty-listing'
  | 'dandisets'

/** Why a run must not go on without a person's word. */
export interface SyncAsk {
  readonly kind: SyncAskKind
  readonly value: number
  /** What was allowed. */
  readonly limit: number
}

/** What a run would do; nothing is written. */
export interface SyncPlan {
  /** Where the files are: the order's destination, or the version's own folder in it. */
  readonly folder: string
  readonly version: string
  readonly remove: RemoveMode
  readonly tallies: Readonly<Record<SyncKind, SyncTally>>
  /** What comes over the line; bytes that are on this machine already may be copied instead. */
  readonly bytesToFetch: number
  readonly freeBytes: number
  readonly asks: readonly SyncAsk[]
  /** Stands for exactly these changes: a run that is given it does them whatever the limits say. */
  readonly fingerprint: string
  /** All that is to change or to be known, conflicts included; at most a thousand. */
  readonly rows: readonly SyncRow[]
}

export type SyncOutcome = 'done' | 'asks' | 'stopped' | 'failed'

/** What a run did. */
export interface SyncResult {
  readonly runId: string
  readonly outcome: SyncOutcome
  readonly folder: string
  readonly version: string | null
  readonly added: number
  readonly changed: number
  readonly renamed: number
  readonly removed: number
  readonly failed: number
  /** Files that differ and stay, since Dandelion did not fetch them or a person changed them. */
  readonly conflicts: number
  /** That came over the line. */
  readonly bytes: number
  readonly asks: readonly SyncAsk[]
  readonly fingerprint: string | null
  /** Why it failed as a whole. */
  readonly failure: FailureRecord | null
}

export const changeKinds = [
  'added',
  'changed',
  'renamed',
  'trashed',
  'deleted',
  'failed',
  'conflict',
] as const
export type ChangeKind = (typeof changeKinds)[number]

/** What a run did to one file. */
export interface SyncChange {
  readonly kind: ChangeKind
  readonly localPath: string
  readonly from: string | null
  readonly sizeBytes: number
  /** Why it failed, or differs and stays. */
  readonly failure: FailureRecord | null
}

export interface SyncUndo {
  readonly restored: number
  /** What could not be put back: its place is taken, or it is no longer in the trash. */
  readonly left: number
}
