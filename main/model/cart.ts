/** What is chosen from several dandisets and versions together, and what that comes to. */
import type { ArchiveRef } from './entry.ts'
import type { FailureRecord } from './failure.ts'
import type { Order } from './job.ts'
import type { Tally } from './plan.ts'
import type { Filter, Selection } from './selection.ts'

/** A whole dandiset in one version, and which of its files are meant. */
export interface CartItem {
  readonly id: string
  /** `dandisetId` and `version` are known, the pick is the dandiset. */
  readonly ref: ArchiveRef
  /** Empty while it is not known. */
  readonly title: string
  readonly selection: Selection
  /** Only the files that a cart file names, with the digests they had then. */
  readonly pinned: boolean
}

export interface Cart {
  /** In the order in which the limit is filled. */
  readonly items: readonly CartItem[]
  /** Rules that hold for every item besides its own. */
  readonly filter: Filter
  /**
   * Files are taken item by item, each in the natural order of its paths; one that would exceed it
   * is passed over.
   */
  readonly limitBytes: number | null
}

export interface CartView extends Cart {
  /** What was put in or taken out last can be taken back. */
  readonly canUndo: boolean
}

export interface CartAddition {
  readonly ref: ArchiveRef
  readonly selection: Selection
}

interface Sized {
  readonly files: number
  readonly sizeBytes: number
}

export interface CartItemTotals extends Sized {
  readonly id: string
  /** Of the version, as soon as it is known. */
  readonly title: string
  readonly subjects: number
  /** Part of what the rules choose that the limit leaves out. */
  readonly cut: Tally
  readonly state: 'opening' | 'listing' | 'describing' | 'complete' | 'failed'
  /** Files listed so far, and those of them whose metadata were seen. */
  readonly entries: number
  readonly described: number
  readonly failure: FailureRecord | null
  /** A version published after the one in the cart. */
  readonly newer: string | null
  /** Pinned files that are gone or have changed. */
  readonly missing: number
}

/** Two versions put different files at one place; the first in the cart has it. */
export interface CartClash {
  readonly dandisetId: string
  readonly path: string
  readonly versions: readonly [kept: string, leftOut: string]
}

export interface CartSummary extends Sized {
  readonly subjects: number
  readonly cut: Tally
  readonly items: readonly CartItemTotals[]
  /** Every item is listed to its end, or failed. */
  readonly settled: boolean
  /** The first hundred. */
  readonly clashes: readonly CartClash[]
  readonly clashCount: number
  /** Of the destination's disk; null when it cannot be told. */
  readonly freeBytes: number | null
  /** At the speed of this line, lately; null when it was never measured. */
  readonly seconds: readonly [low: number, high: number] | null
}

export interface CartSubject extends Sized {
  readonly dandisetId: string
  readonly version: string
  /** Null for files of no subject. */
  readonly subject: string | null
  readonly species: string | null
  readonly sex: string | null
  readonly age: string | null
  readonly sessions: number
}

/** How a cart's orders are carried out: everything of an order but what it means. */
export type CartHow = Omit<Order, 'ref' | 'selection'>
export type CartOrder = CartHow & Pick<Order, 'ref' | 'selection'>

export const cartTools = ['dandi', 'aws', 'rclone', 'wget', 'aria2', 'python'] as const
export type CartTool = (typeof cartTools)[number]

/** What a script could not say of the cart. */
export interface CartScriptGaps {
  /** Files that the tool cannot get. */
  readonly leftOut: number
  /** Zarrs that the tool fetches whole, though only a part was chosen. */
  readonly wholeZarrs: number
}

/** What became of a saved cart's files since. */
export const cartChangeKinds = ['added', 'changed', 'renamed', 'removed', 'unmatched'] as const
export type CartChangeKind = (typeof cartChangeKinds)[number]

export interface CartChange {
  readonly kind: CartChangeKind
  readonly dandisetId: string
  readonly version: string
  readonly path: string
  /** The new path of what was renamed. */
  readonly to: string | null
  readonly sizeBytes: number
}

export interface CartItemChanges {
  readonly dandisetId: string
  readonly version: string
  readonly title: string
  readonly saved: Tally
  readonly found: Tally
  /** Why it cannot be compared: the version is gone, or the archive cannot be asked. */
  readonly failure: FailureRecord | null
}

/** A cart file that was read and compared with the archive, but not taken into the cart yet. */
export interface OpenedCart {
  readonly path: string
  /** ms since 1970. */
  readonly savedAt: number
  readonly items: readonly CartItemChanges[]
  readonly counts: Readonly<Record<CartChangeKind, number>>
  /** The first thousand, by kind, then in the order of items and paths. */
  readonly changes: readonly CartChange[]
}

/** `rules`: what the rules choose now; `saved`: only files whose digests are still those saved. */
export type CartMeaning = 'rules' | 'saved'

/** How the name of a cart file ends. */
export const cartEnding = '.dandicart'
