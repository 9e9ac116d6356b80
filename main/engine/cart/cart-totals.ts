/** What the cart comes to now: files, bytes, subjects, clashes, time; and the orders that it is. */

import { createKept } from '../../catalog/kept.ts'
import { inTurns, stepsInTurns } from '../../catalog/turns.ts'
import { freeBytes } from '../../disk/survey.ts'
import type {
  Cart,
  CartHow,
  CartItem,
  CartItemTotals,
  CartOrder,
  CartSubject,
  CartSummary,
} from '../../model/cart.ts'
import { heldPins, type Pin } from '../../model/cart-changes.ts'
import {
  bytesOf,
  type CartContents,
  type CartFile,
  type CartPart,
  contentsOf,
  ordersOf,
  subjectSteps,
} from '../../model/cart-contents.ts'
import { createFacetCounter } from '../../model/cart-facets.ts'
import type { FacetFind } from '../../model/facet-lists.ts'
import { Failure, recordOf } from '../../model/failure.ts'
import { beyondPaths, noFilter } from '../../model/selection.ts'
import type { Context } from '../context.ts'
import type { Versions } from '../versions.ts'
import { type CartVersions, type Progress, withPathsOf } from './cart-versions.ts'

export type CartTotals = ReturnType<typeof createCartTotals>

interface Parts {
  readonly context: Context
  readonly versions: Versions
  readonly cartVersions: CartVersions
  /** Seconds that so many bytes take on this line, as a range. */
  readonly seconds: (bytes: number) => readonly [low: number, high: number] | null
}

/** A cart with what its pinned items were; the one that is kept, or one of a file. */
export interface Asked extends Cart {
  readonly pinsOf: (itemId: string) => readonly Pin[]
}

/** An item as far as its version is listed. */
interface Looked {
  readonly item: CartItem
  readonly progress: Progress
  readonly files: readonly CartFile[]
  readonly missing: number
}

interface Answer {
  readonly looked: readonly Looked[]
  readonly contents: CartContents
}

interface ToldAnswer extends Answer {
  readonly subjects: readonly CartSubject[]
}

const SHOWN_CLASHES = 100
const NEWER_STALE_MS = 600_000
/** The cart under its rules and under none, and its items before and after a change. */
const KEPT_ANSWERS = 2
const KEPT_LOOKS = 16

export function createCartTotals({ context, versions, cartVersions, seconds }: Parts) {
  const { store, clock, signal } = context
  const newerKnown = new Map<string, { readonly at: number; version: string | null }>()
  const looks = createKept<Looked>(KEPT_LOOKS)
  const answers = createKept<ToldAnswer>(KEPT_ANSWERS)

  type Look = (item: CartItem, cart: Asked, progress: Progress) => Promise<Looked>

  const look: Look = async (item, { filter, pinsOf }, progress) => {
    const all = await cartVersions.files(progress)
    if (!item.pinned)
      return { item, progress, files: await cartVersions.chosenOf(item, filter, all), missing: 0 }
    const pins = pinsOf(item.id)
    const held = heldPins(pins, all)
    const files = await cartVersions.chosenOf(item, filter, held)
    return { item, progress, files, missing: pins.length - held.length }
  }

  /** For the cart that is kept, where an item keeps its pins and says why its rules cannot be used. */
  const lookOnce: Look = (item, cart, progress) =>
    looks(JSON.stringify([item, cart.filter, progress]), () =>
      look(item, cart, progress).catch((error) => {
        if (!(error instanceof Failure)) throw error
        const failed = { ...progress, state: 'failed' as const, failure: recordOf(error) }
        return { item, progress: failed, files: [], missing: 0 }
      }),
    )

  const kept = (cart: Cart): Asked => ({ ...cart, pinsOf: store.cart.pins })

  /** The same question is answered once, however often it is asked. */
  function answer(cart: Cart): Promise<ToldAnswer> {
    const progresses = cart.items.map((item) => cartVersions.progress(item.ref))
    const key = JSON.stringify([cart, progresses])
    return answers(key, async () => {
      const found = await lookAt(kept(cart), progresses, lookOnce)
      return { ...found, subjects: await stepsInTurns(subjectSteps(found.contents.parts)) }
    })
  }

  async function lookAt(
    cart: Asked,
    progresses: readonly Progress[],
    lookAtItem: Look,
  ): Promise<Answer> {
    const looked: Looked[] = []
    for (const [at, item] of cart.items.entries()) {
      const progress = progresses[at]
      if (progress) looked.push(await lookAtItem(item, cart, progress))
    }
    return { looked, contents: contentsOf(looked, cart.limitBytes) }
  }

  /** Everything listed to its end and described. Rejects with the first reason why it cannot be. */
  async function complete(cart: Asked, until: AbortSignal): Promise<Answer> {
    const progresses: Progress[] = []
    for (const item of cart.items)
      progresses.push(await cartVersions.complete(item, cart.filter, until))
    return lookAt(cart, progresses, look)
  }

  /** Told when it is known; asked for in the background. */
  function newerOf({ ref }: CartItem): string | null {
    if (ref.version === 'draft' || ref.version === null) return null
    const key = JSON.stringify(ref)
    const before = newerKnown.get(key)
    if (before && clock.now() - before.at < NEWER_STALE_MS) return before.version
    const found = { at: clock.now(), version: before?.version ?? null }
    newerKnown.set(key, found)
    const { version } = ref
    versions.resolve({ ...ref, version: null }, 'auto', signal).then(
      (newest) => {
        if (!newest.published || newest.version <= version) return
        found.version = newest.version
        tell()
      },
      () => {},
    )
    return found.version
  }

  function tell(): void {
    context.publisher.publish({ kind: 'cart.changed', items: store.cart.count() })
  }

  async function summary(destination: string): Promise<CartSummary> {
    const { looked, contents, subjects } = await answer(store.cart.read())
    const items = looked.map((each, at) => totalsOf(each, contents.parts[at], newerOf(each.item)))
    const sum = (of: (item: CartItemTotals) => number) =>
      items.reduce((total, item) => total + of(item), 0)
    const sizeBytes = sum((it) => it.sizeBytes)
    return {
      files: sum((it) => it.files),
      sizeBytes,
      subjects: subjects.filter((row) => row.subject !== null).length,
      cut: { files: sum((it) => it.cut.files), bytes: sum((it) => it.cut.bytes) },
      items,
      settled: items.every((it) => it.state === 'complete' || it.state === 'failed'),
      clashes: contents.clashes.slice(0, SHOWN_CLASHES),
      clashCount: contents.clashes.length,
      freeBytes: await freeBytes(destination).catch(() => null),
      seconds: seconds(sizeBytes),
    }
  }

  return {
    complete,
    summary,
    kept,
    async subjects({ offset, limit }: { readonly offset: number; readonly limit: number }) {
      const { subjects: rows } = await answer(store.cart.read())
      return { rows: rows.slice(offset, offset + limit), total: rows.length }
    },
    async facets(find: FacetFind | null) {
      const cart = store.cart.read()
      const { looked } = await answer({ ...cart, filter: noFilter, limitBytes: null })
      const found = await Promise.all(looked.map((each) => withPathsOf(cart.filter, each.files)))
      const files = found.flat()
      const counter = createFacetCounter(beyondPaths(cart.filter))
      await inTurns(files.length, (at) => {
        const file = files[at]
        if (file) counter.add(file)
      })
      return counter.facets(find)
    },
    /** Waits for every listing. Rejects with why one cannot be had, or when nothing is meant. */
    async orders(cart: Asked, how: CartHow, until = signal): Promise<readonly CartOrder[]> {
      const { contents } = await complete(cart, until)
      const orders = ordersOf(contents, cart, how)
      if (orders.length === 0) throw new Failure('input.cart', 'ask-user', { reason: 'empty' })
      return orders
    },
    tell,
  }
}

function totalsOf(
  { item, progress, missing }: Looked,
  part: CartPart | undefined,
  newer: string | null,
): CartItemTotals {
  const { state, entries, described, failure, title } = progress
  const files = part?.files ?? []
  const cut = part?.cut ?? []
  const subjects = new Set(files.map((file) => file.subject).filter((it) => it !== null))
  return {
    id: item.id,
    title: title || item.title,
    files: files.length,
    sizeBytes: bytesOf(files),
    subjects: subjects.size,
    cut: { files: cut.length, bytes: bytesOf(cut) },
    state,
    entries,
    described,
    failure,
    newer,
    missing,
  }
}
