import { createStore, useStore } from 'zustand'
import type { CartMeaning, OpenedCart } from '../../main/model/cart.ts'
import { failureFrom, request } from '../bridge.ts'
import { tellForGood } from '../ui/toasts.tsx'
import { order } from './queries.ts'
import { go } from './view.ts'

/** A cart file that a person opened and has not decided about. */
interface Opening {
  readonly path: string
  /** Null while it is compared with the archive. */
  readonly opened: OpenedCart | null
}

const openings = createStore<{ readonly opening: Opening | null }>(() => ({ opening: null }))

export const useOpening = () => useStore(openings, (state) => state.opening)
export const closeOpening = () => openings.setState({ opening: null })

export async function openCartFile(path: string): Promise<void> {
  go({ screen: 'cart' })
  openings.setState({ opening: { path, opened: null } })
  try {
    const opened = await request('cart.open', { path })
    if (openings.getState().opening?.path === path) openings.setState({ opening: { path, opened } })
  } catch (error) {
    closeOpening()
    tellForGood(failureFrom(error))
  }
}

export async function chooseCartFile(): Promise<void> {
  const { path } = await request('cart.choose', undefined)
  if (path !== null) await openCartFile(path)
}

export async function takeOpened(
  path: string,
  meaning: CartMeaning,
  into: 'replace' | 'add',
): Promise<void> {
  await order('cart.take', { path, meaning, into })
  closeOpening()
}
