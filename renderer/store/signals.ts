import type { EventBody } from '../../main/model/events.ts'

/** "Ask again" notices for lists that hold pages of what the engine keeps. */
export type ListingNote = Extract<EventBody, { kind: 'listing.changed' }>

const listings = new Set<(note: ListingNote) => void>()
const carts = new Set<() => void>()
const schedules = new Set<() => void>()
const follows = new Set<() => void>()
const transfers = new Set<(jobId: string) => void>()

export function noteSchedules(): void {
  for (const listener of schedules) listener()
}

/** A schedule, or what it does, changed. */
export function onSchedules(listener: () => void): () => void {
  schedules.add(listener)
  return () => schedules.delete(listener)
}

export function noteFollow(): void {
  for (const listener of follows) listener()
}

/** Rules for new dandisets, or what they found, changed. */
export function onFollow(listener: () => void): () => void {
  follows.add(listener)
  return () => follows.delete(listener)
}

export function noteListing(note: ListingNote): void {
  for (const listener of listings) listener(note)
}

export function noteTransfers(jobId: string): void {
  for (const listener of transfers) listener(jobId)
}

export function noteCart(): void {
  for (const listener of carts) listener()
}

/** The cart, or what is known of its versions, changed. */
export function onCart(listener: () => void): () => void {
  carts.add(listener)
  return () => carts.delete(listener)
}

export function onListing(listener: (note: ListingNote) => void): () => void {
  listings.add(listener)
  return () => listings.delete(listener)
}

export function onTransfers(listener: (jobId: string) => void): () => void {
  transfers.add(listener)
  return () => transfers.delete(listener)
}
