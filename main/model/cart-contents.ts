/** What a cart comes to, once the files of each item are known. Pure. */

import { bothFilters } from './both-filters.ts'
import type { Cart, CartClash, CartHow, CartItem, CartOrder, CartSubject } from './cart.ts'
import { type Digests, isSameContent } from './digests.ts'
import type { FileFacts } from './facts.ts'
import { compareNatural, naturalKey } from './natural-order.ts'
import { everything, type Filter, noFilter, type Selection } from './selection.ts'

export interface CartFile extends FileFacts {
  readonly digests: Digests
}

/** An item with the files that its own rules and those of the cart choose, by natural path. */
export interface ChosenItem {
  readonly item: CartItem
  readonly files: readonly CartFile[]
}

export interface CartPart {
  readonly item: CartItem
  readonly files: readonly CartFile[]
  readonly cut: readonly CartFile[]
  /** An item before this one has some of its files, or puts another file there. */
  readonly isShort: boolean
  /** What the limit left when this item's turn came; null without a limit. */
  readonly roomBytes: number | null
}

export interface CartContents {
  readonly parts: readonly CartPart[]
  readonly clashes: readonly CartClash[]
}

/** Each file once, in the order of items and natural paths, as many as the limit has room for. */
export function contentsOf(chosen: readonly ChosenItem[], limitBytes: number | null): CartContents {
  const takenOf = createTaken(chosen)
  const clashes: CartClash[] = []
  let room = limitBytes
  const parts = chosen.map(({ item, files }): CartPart => {
    const { dandisetId, version } = idOf(item)
    const taken = takenOf(item)
    const isFree = (file: CartFile) => {
      const before = taken?.get(file.path)
      if (!before) taken?.set(file.path, { file, version })
      else if (before.version !== version && !isSameContent(before.file.digests, file.digests))
        clashes.push({ dandisetId, path: file.path, versions: [before.version, version] })
      return !before
    }
    const own = taken === null ? files : files.filter(isFree)
    const roomBytes = room
    const { kept, cut } = room === null ? { kept: own, cut: [] } : fitting(own, room)
    if (room !== null) room -= bytesOf(kept)
    return { item, files: kept, cut, isShort: own.length < files.length, roomBytes }
  })
  return { parts, clashes }
}

type Taken = Map<string, { readonly file: CartFile; readonly version: string }>

/** Who has which path of an item's dandiset; null for the only item of one. */
function createTaken(chosen: readonly ChosenItem[]): (item: CartItem) => Taken | null {
  const keyOf = ({ ref }: CartItem) => `${ref.instance} ${ref.dandisetId}`
  const once = new Set<string>()
  const again = new Map<string, Taken>()
  for (const key of chosen.map(({ item }) => keyOf(item))) {
    if (once.has(key)) again.set(key, new Map())
    once.add(key)
  }
  return (item) => again.get(keyOf(item)) ?? null
}

/** As a sample of the first bytes does it: one that is too large is passed over. */
function fitting(files: readonly CartFile[], bytes: number) {
  const kept: CartFile[] = []
  const cut: CartFile[] = []
  let left = bytes
  for (const file of files) {
    const isKept = file.sizeBytes <= left
    if (isKept) left -= file.sizeBytes
    ;(isKept ? kept : cut).push(file)
  }
  return { kept, cut }
}

export function bytesOf(files: readonly FileFacts[]): number {
  return files.reduce((sum, file) => sum + file.sizeBytes, 0)
}

function idOf({ ref }: CartItem): { readonly dandisetId: string; readonly version: string } {
  return { dandisetId: ref.dandisetId ?? '', version: ref.version ?? '' }
}

/** One row a subject and dandiset version, those without a subject last; in small steps. */
export function* subjectSteps(parts: readonly CartPart[]): Generator<void, readonly CartSubject[]> {
  const versions = new Map<string, CartVersion>()
  for (const { item, files } of parts) {
    const id = idOf(item)
    const key = JSON.stringify(id)
    const { subjects } = versions.get(key) ?? { subjects: new Map<string | null, CartFile[]>() }
    versions.set(key, { ...id, subjects })
    for (const [at, file] of files.entries()) {
      if (at % 256 === 0) yield
      const row = subjects.get(file.subject)
      if (row) row.push(file)
      else subjects.set(file.subject, [file])
    }
  }
  const rows: CartSubject[] = []
  for (const version of [...versions.values()].sort(compareVersions)) {
    for (const row of rowsOf(version)) {
      rows.push(row)
      yield
    }
  }
  return rows
}

interface CartVersion {
  readonly dandisetId: string
  readonly version: string
  readonly subjects: Map<string | null, CartFile[]>
}

function compareVersions(a: CartVersion, b: CartVersion): number {
  return a.dandisetId.localeCompare(b.dandisetId) || a.version.localeCompare(b.version)
}

function* rowsOf({ dandisetId, version, subjects }: CartVersion): Generator<CartSubject> {
  const order = (subject: string | null) => (subject === null ? '1' : `0${naturalKey(subject)}`)
  const keyed = [...subjects].map(([subject, files]) => ({ key: order(subject), subject, files }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1))
  for (const { subject, files } of keyed) yield rowOf({ dandisetId, version, subject }, files)
}

function rowOf(
  key: Pick<CartSubject, 'dandisetId' | 'version' | 'subject'>,
  files: readonly CartFile[],
): CartSubject {
  const joined = (of: (file: CartFile) => string | null) => {
    const stated = [...new Set(files.map(of))].filter((value) => value !== null)
    return stated.length === 0 ? null : stated.sort(compareNatural).join(', ')
  }
  const sessions = new Set(files.map((file) => file.session))
  sessions.delete(null)
  return {
    ...key,
    species: joined((file) => file.species),
    sex: joined((file) => file.sex),
    age: joined((file) => file.age),
    sessions: sessions.size,
    files: files.length,
    sizeBytes: bytesOf(files),
  }
}

/** The item's own rules and the cart's as one; null when rules cannot say it. */
export function ruledBy(selection: Selection, filter: Filter): Selection | null {
  const both = bothFilters(selection.filter, filter)
  return both && { ...selection, filter: both }
}

/**
 * One order a dandiset and version, none for what has no files. Rules stay rules where they can say
 * what is meant; else the files are named one by one.
 */
export function ordersOf(
  { parts }: CartContents,
  { filter }: Pick<Cart, 'filter'>,
  how: CartHow,
): readonly CartOrder[] {
  const groups = new Map<string, CartPart[]>()
  for (const part of parts) {
    if (part.files.length === 0) continue
    const key = JSON.stringify(part.item.ref)
    groups.set(key, [...(groups.get(key) ?? []), part])
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const ruled = group.length === 1 ? ruledPart(first, filter) : null
    return [{ ...how, ref: first.item.ref, selection: ruled ?? namedFiles(group) }]
  })
}

function ruledPart({ item, isShort, cut, roomBytes }: CartPart, filter: Filter): Selection | null {
  if (item.pinned || isShort) return null
  const ruled = ruledBy(item.selection, filter)
  if (ruled === null || cut.length === 0) return ruled
  if (ruled.sample !== null || roomBytes === null) return null
  return { ...ruled, sample: { kind: 'first-bytes', bytes: roomBytes } }
}

function namedFiles(group: readonly CartPart[]): Selection {
  const ticks = group.flatMap(({ files }) => files.map(({ path }) => ({ path, on: true })))
  const zarrParts = group.flatMap(({ item }) => item.selection.zarrParts)
  return { ...everything, base: 'none', filter: noFilter, ticks, zarrParts }
}
