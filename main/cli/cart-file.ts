/** `download` of a cart file: says what has changed since it was saved, then orders it. */
import { formatDate } from '../../renderer/format/time.ts'
import { t } from '../../renderer/locales/t.ts'
import type { Engine } from '../engine.ts'
import type { CartChange, CartHow, CartItemChanges, CartOrder } from '../model/cart.ts'
import { noFilter, wanting } from '../model/selection.ts'
import type { DownloadArguments } from './arguments.ts'
import type { Terminal } from './download.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { unlessInterrupted } from './interrupted.ts'
import { count, formatBytes, sentence } from './print.ts'

interface How {
  readonly args: DownloadArguments
  readonly how: CartHow
  readonly terminal: Terminal
}

/** The orders of a cart file, and the exit code that what is missing comes to. */
export async function ordersOfCart(
  engine: Engine,
  path: string,
  { args, how, terminal }: How,
): Promise<{ readonly orders: readonly CartOrder[]; readonly code: number }> {
  const { subjects, include, exclude, meaning } = args
  const { interrupted: signal } = terminal
  const filter = wanting({ ...noFilter, include, exclude }, 'subject', subjects)
  const asked = { meaning, filter, how, signal }
  const cart = await unlessInterrupted(engine.ordersOfCartFile(path, asked), signal)
  if (args.json) tellAsJson(cart.items, cart.changes, terminal)
  else tellAsText(cart, terminal)
  const isMissing = cart.changes.some((change) => isLost(change))
  const codes = cart.items.flatMap(({ failure }) => (failure ? [exitCodeOf(failure)] : []))
  if (meaning === 'saved' && isMissing) codes.push(exitCodes.someFailed)
  return { orders: cart.orders, code: Math.max(exitCodes.verified, ...codes) }
}

/** What was saved cannot be had any more. */
function isLost({ kind }: CartChange): boolean {
  return kind === 'changed' || kind === 'renamed' || kind === 'removed'
}

function tellAsJson(
  items: readonly CartItemChanges[],
  changes: readonly CartChange[],
  { out }: Terminal,
): void {
  for (const { failure, dandisetId, version } of items) {
    const told = { event: 'changed', kind: 'unreachable', dandisetId, version }
    if (failure)
      out(`${JSON.stringify({ ...told, code: failure.code, message: sentence(failure) })}\n`)
  }
  for (const change of changes) out(`${JSON.stringify({ event: 'changed', ...change })}\n`)
}

const signs = { added: '+', changed: '~', renamed: '>', removed: '-', unmatched: '.' } as const

function tellAsText(
  cart: Awaited<ReturnType<Engine['ordersOfCartFile']>>,
  { out, err }: Terminal,
): void {
  const { items, changes, savedAt } = cart
  for (const { dandisetId, version, saved } of items) {
    out(`${dandisetId}/${version}: ${count(saved.files)}, ${formatBytes(saved.bytes)}\n`)
  }
  for (const { failure, dandisetId, version } of items) {
    if (failure) err(`✗ ${dandisetId}/${version}: ${sentence(failure)}\n`)
  }
  const day = formatDate(savedAt)
  const isSame = changes.length === 0
  out(
    `${isSame ? t('cart.since.same', { day }) : t('cart.since', { count: changes.length, day })}\n`,
  )
  for (const { kind, dandisetId, path, to, sizeBytes } of changes) {
    const word = t(`cart.change.${kind}`).toLowerCase().padEnd(14)
    const place = to === null ? path : `${path} → ${to}`
    out(`${signs[kind]} ${word}${formatBytes(sizeBytes).padStart(9)}  ${dandisetId}/${place}\n`)
  }
}
