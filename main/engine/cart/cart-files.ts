/** Carts as files: written with what they mean now, read again and compared with what they mean then. */
import { basename } from 'node:path'
import { type CartFileDocument, cartFile } from '../../../preload/requests/cart-file.ts'
import { readDocument, writeDocument } from '../../disk/document.ts'
import {
  type Cart,
  type CartChange,
  type CartChangeKind,
  type CartItem,
  type CartItemChanges,
  type CartMeaning,
  cartChangeKinds,
  type OpenedCart,
} from '../../model/cart.ts'
import { changesOf, type Pin } from '../../model/cart-changes.ts'
import {
  bytesOf,
  type CartFile,
  type ChosenItem,
  contentsOf,
  ruledBy,
} from '../../model/cart-contents.ts'
import { Failure, recordOf } from '../../model/failure.ts'
import type { Instance } from '../../model/instance.ts'
import { type Filter, noFilter } from '../../model/selection.ts'
import type { Context } from '../context.ts'
import type { CartTotals } from './cart-totals.ts'
import type { CartVersions } from './cart-versions.ts'

const LIMIT_BYTES = 64 * 1024 * 1024
const LIMIT_FILES = 200_000
const SHOWN_CHANGES = 1000

export type CartFiles = ReturnType<typeof createCartFiles>

/** A cart file whose archives are known, as a cart. */
export interface ReadCart {
  readonly path: string
  readonly savedAt: number
  readonly cart: Cart
  /** By the item's id. */
  readonly pins: ReadonlyMap<string, readonly Pin[]>
}

/** A cart file beside what it means now. */
export interface ComparedCart {
  readonly items: readonly CartItemChanges[]
  readonly changes: readonly CartChange[]
}

interface Parts {
  readonly context: Context
  readonly cartVersions: CartVersions
  readonly cartTotals: CartTotals
  /** Name of this program and its version. */
  readonly program: string
  readonly instances: () => readonly Instance[]
  /** The name of the instance whose API is at an address, asked for when nobody knows it. */
  readonly instanceAt: (apiUrl: string) => Promise<string>
}

export function createCartFiles(parts: Parts) {
  const { context, cartVersions, cartTotals } = parts

  /** Waits for every listing, so that the file says what is meant to the last one. */
  async function save(cart: Cart, path: string): Promise<void> {
    const { contents, looked } = await cartTotals.complete(cartTotals.kept(cart), context.signal)
    const files = contents.parts.reduce((sum, part) => sum + part.files.length, 0)
    if (files > LIMIT_FILES) {
      const details = { reason: 'files', files, limit: LIMIT_FILES }
      throw new Failure('input.cart', 'ask-user', details)
    }
    const byItem = new Map(contents.parts.map((part) => [part.item.id, part.files]))
    const items = looked.map(({ item, progress }) => ({
      ...item,
      title: progress.title || item.title,
    }))
    await writeDocument(path, textOf({ ...cart, items }, byItem, parts))
  }

  async function read(path: string): Promise<ReadCart> {
    const document = await readCartDocument(path)
    const names = new Map<string, string>()
    for (const { instance } of document.items) {
      if (!names.has(instance.apiUrl))
        names.set(instance.apiUrl, await parts.instanceAt(instance.apiUrl))
    }
    const items = document.items.map(
      ({ instance, dandisetId, version, title, selection }, at): CartItem => ({
        id: `file-${at}`,
        ref: {
          instance: names.get(instance.apiUrl) ?? instance.name,
          dandisetId,
          version,
          pick: { kind: 'dandiset' },
        },
        title,
        selection,
        pinned: false,
      }),
    )
    const { filter, limitBytes } = document
    return {
      path,
      savedAt: Date.parse(document.savedAt),
      cart: { items, filter, limitBytes },
      pins: new Map(document.items.map((item, at) => [`file-${at}`, item.files])),
    }
  }

  async function compare({ cart, pins }: ReadCart, until: AbortSignal): Promise<ComparedCart> {
    const looked: {
      item: CartItem
      all: readonly CartFile[]
      failure: CartItemChanges['failure']
    }[] = []
    for (const item of cart.items) {
      const { all, failure } = await everythingOf(item, cart.filter, until)
      looked.push({ item, all, failure })
    }
    const chosen: ChosenItem[] = []
    for (const { item, all } of looked)
      chosen.push({ item, files: await cartVersions.chosenOf(item, cart.filter, all) })
    const { parts: found } = contentsOf(chosen, cart.limitBytes)
    const changes: CartChange[] = []
    const items = looked.map(({ item, all, failure }, at): CartItemChanges => {
      const { dandisetId, version } = {
        dandisetId: item.ref.dandisetId ?? '',
        version: item.ref.version ?? '',
      }
      const saved = pins.get(item.id) ?? []
      const files = found[at]?.files ?? []
      if (!failure)
        changes.push(...changesOf({ pins: saved, found: files, all }, { dandisetId, version }))
      return {
        dandisetId,
        version,
        title: item.title,
        saved: { files: saved.length, bytes: saved.reduce((sum, pin) => sum + pin.sizeBytes, 0) },
        found: { files: files.length, bytes: bytesOf(files) },
        failure,
      }
    })
    return { items, changes }
  }

  async function everythingOf(item: CartItem, filter: Filter, until: AbortSignal) {
    try {
      const progress = await cartVersions.complete(item, filter, until)
      return { all: await cartVersions.files(progress), failure: progress.failure }
    } catch (error) {
      if (until.aborted) throw error
      return { all: [], failure: recordOf(error) }
    }
  }

  return {
    save,
    read,
    compare,
    async open(path: string): Promise<OpenedCart> {
      const saved = await read(path)
      const { items, changes } = await compare(saved, context.signal)
      const counts = Object.fromEntries(
        cartChangeKinds.map((kind) => [kind, changes.filter((it) => it.kind === kind).length]),
      ) as Record<CartChangeKind, number>
      const { savedAt } = saved
      return { path, savedAt, items, counts, changes: changes.slice(0, SHOWN_CHANGES) }
    },
  }
}

/** The cart that a file means: its rules as they choose now, or only what is still as it was saved. */
export function meantBy({ cart, pins }: ReadCart, meaning: CartMeaning) {
  if (meaning === 'rules') return { cart, pins: new Map<string, readonly Pin[]>() }
  const items = cart.items.map((item) => withRules({ ...item, pinned: true }, cart))
  return { cart: { items, filter: noFilter, limitBytes: null }, pins }
}

/** The rules of its cart become the item's own. */
export function withRules(item: CartItem, { filter }: Cart): CartItem {
  const ruled = ruledBy(item.selection, filter)
  return ruled === null ? item : { ...item, selection: ruled }
}

function* textOf(
  cart: Cart,
  files: ReadonlyMap<string, readonly CartFile[]>,
  { program, instances, context }: Parts,
): Generator<string> {
  const savedAt = new Date(context.clock.now()).toISOString()
  const { filter, limitBytes } = cart
  const head = { schema: 'dandicart/1', program, savedAt, filter, limitBytes }
  yield `${JSON.stringify(head, null, 1).slice(0, -2)},\n "items": [`
  for (const [at, item] of cart.items.entries()) {
    const { instance: name, dandisetId, version } = item.ref
    const apiUrl = instances().find((each) => each.name === name)?.apiUrl ?? ''
    const { title, selection } = item
    const own = { instance: { name, apiUrl }, dandisetId, version, title, selection }
    yield `${at === 0 ? '' : ','}\n${JSON.stringify(own, null, 1).slice(0, -2)},\n "files": [`
    let separator = ''
    for (const { path, sizeBytes, digests } of files.get(item.id) ?? []) {
      yield `${separator}\n  ${JSON.stringify({ path, sizeBytes, digests })}`
      separator = ','
    }
    yield '\n ]}'
  }
  yield '\n ]\n}\n'
}

/** Throws `input.cart` with what is wrong with the file. */
export async function readCartDocument(path: string): Promise<CartFileDocument> {
  const refuse = (details: Failure['details']) =>
    new Failure('input.cart', 'ask-user', { path, name: basename(path), ...details })
  const { text, ...rest } = await readDocument(path, LIMIT_BYTES)
  if (text === null) {
    const sizeBytes = 'sizeBytes' in rest ? rest.sizeBytes : 0
    throw refuse({ reason: 'large', sizeBytes, limitBytes: LIMIT_BYTES })
  }
  const raw = parsed(text)
  if (raw === undefined) throw refuse({ reason: /^\s*\{/.test(text) ? 'truncated' : 'other' })
  const schema = schemaOf(raw)
  const number = Number(/^dandicart\/(\d+)$/.exec(schema)?.[1])
  if (Number.isNaN(number)) throw refuse({ reason: 'other' })
  if (number > 1) throw refuse({ reason: 'future', schema, newest: 'dandicart/1' })
  const { success, data, error } = cartFile.safeParse(raw)
  if (!success) throw refuse({ reason: 'part', part: error.issues[0]?.path.join('.') ?? '' })
  const outside = data.items.flatMap((item) => item.files).find((file) => leaves(file.path))
  if (outside) throw refuse({ reason: 'path', part: outside.path })
  return data
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}

function schemaOf(raw: unknown): string {
  return typeof raw === 'object' && raw !== null && 'schema' in raw ? String(raw.schema) : ''
}

/** Such a path is no asset's; nothing would be written there, but whoever wrote it meant no good. */
function leaves(path: string): boolean {
  return (
    path.split('/').some((name) => name === '' || name === '.' || name === '..') ||
    /[\0\\]/.test(path)
  )
}
