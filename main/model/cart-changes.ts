/** What has become of the files that a saved cart meant. Pure. */
import { type CartChange, cartChangeKinds } from './cart.ts'
import type { CartFile } from './cart-contents.ts'
import { type Digests, isSameContent } from './digests.ts'
import { compareNatural } from './natural-order.ts'

/** A file as a cart file names it. */
export interface Pin {
  readonly path: string
  readonly sizeBytes: number
  /** Empty when none was known. */
  readonly digests: Digests
}

/** Where there is no digest to compare, the size decides. */
function isHeld(pin: Pin, file: Pick<CartFile, 'digests' | 'sizeBytes'>): boolean {
  return isSameContent(pin.digests, file.digests) ?? pin.sizeBytes === file.sizeBytes
}

/** Files that are still what a cart file says they were. */
export function heldPins(pins: readonly Pin[], all: readonly CartFile[]): readonly CartFile[] {
  const byPath = new Map(pins.map((pin) => [pin.path, pin]))
  return all.filter((file) => {
    const pin = byPath.get(file.path)
    return pin !== undefined && isHeld(pin, file)
  })
}

interface Compared {
  readonly pins: readonly Pin[]
  /** What the rules choose now. */
  readonly found: readonly CartFile[]
  /** Everything in the version now. */
  readonly all: readonly CartFile[]
}

/** In the order of kinds, then of paths. */
export function changesOf(
  { pins, found, all }: Compared,
  version: Pick<CartChange, 'dandisetId' | 'version'>,
): readonly CartChange[] {
  const saved = new Set(pins.map((pin) => pin.path))
  const there = new Map(all.map((file) => [file.path, file]))
  const meant = new Set(found.map((file) => file.path))
  const movedTo = createFinder(all.filter((file) => !saved.has(file.path)))
  const fates = pins.map((pin): Fate | null => {
    const now = there.get(pin.path)
    if (!now) return goneTo(pin, movedTo(pin))
    if (!isHeld(pin, now)) return { kind: 'changed', file: now, to: null }
    return meant.has(pin.path) ? null : { kind: 'unmatched', file: now, to: null }
  })
  const told = fates.filter((fate) => fate !== null)
  const renamed = new Set(told.map((fate) => fate.to))
  const added = found
    .filter((file) => !saved.has(file.path) && !renamed.has(file.path))
    .map((file): Fate => ({ kind: 'added', file, to: null }))
  return [...told, ...added]
    .map(({ kind, file, to }) => {
      const { path, sizeBytes } = file
      return { ...version, kind, path, to, sizeBytes }
    })
    .sort(compareChanges)
}

interface Fate extends Pick<CartChange, 'kind' | 'to'> {
  readonly file: Pick<Pin, 'path' | 'sizeBytes'>
}

function goneTo(file: Pin, to: string | null): Fate {
  return { kind: to === null ? 'removed' : 'renamed', file, to }
}

/** Finds a new path for the bytes of what is gone; each path once. */
function createFinder(fresh: readonly CartFile[]): (pin: Pin) => string | null {
  const byDigest = new Map<string, CartFile[]>()
  for (const file of fresh) {
    for (const digest of file.digests) {
      const same = byDigest.get(digest)
      if (same) same.push(file)
      else byDigest.set(digest, [file])
    }
  }
  const given = new Set<string>()
  return (pin) => {
    const candidates = pin.digests.flatMap((digest) => byDigest.get(digest) ?? [])
    const found = candidates.find((file) => !given.has(file.path) && isHeld(pin, file))
    if (!found) return null
    given.add(found.path)
    return found.path
  }
}

function compareChanges(a: CartChange, b: CartChange): number {
  const place = ({ kind }: CartChange) => cartChangeKinds.indexOf(kind)
  return place(a) - place(b) || compareNatural(a.path, b.path)
}
