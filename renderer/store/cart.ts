import { useEffect } from 'react'
import { createStore, useStore } from 'zustand'
import type { CartHow } from '../../main/model/cart.ts'
import type { ArchiveRef } from '../../main/model/entry.ts'
import { orderDefaults } from '../../main/model/job.ts'
import type { Selection } from '../../main/model/selection.ts'
import type { ExistingMode } from '../../main/model/settings.ts'
import { failureFrom, request } from '../bridge.ts'
import { t } from '../locales/t.ts'
import { tellFailure, tellUndo } from '../ui/toasts.tsx'
import { useSettings } from './engine.ts'
import { mutable, order, queryClient, useAsked } from './queries.ts'
import { onCart, onListing } from './signals.ts'

/** How the cart will be ordered, where it differs from the settings. */
type How = CartHow & { readonly existing: ExistingMode }
const hows = createStore<Partial<How>>(() => ({}))

export const changeHow = (change: Partial<How>) => hows.setState(change)

export function useHow(): How {
  const { destination, source, existing, preserveTree } = useSettings()
  const changed = useStore(hows)
  const usual = { destination, source, existing, preserveTree, assets: true, dandisetYaml: true }
  return { ...orderDefaults, ...usual, ...changed }
}

const keys = ['cart.get', 'cart.summary', 'cart.subjects', 'cart.facets']

function refreshCart(): void {
  for (const key of keys) void queryClient.invalidateQueries({ queryKey: [key] })
}

/** Asks again when the cart or a listing changes, while a screen shows it. */
export function useCartEvents(): void {
  useEffect(() => {
    refreshCart()
    const ends = [onCart(refreshCart), onListing(refreshCart)]
    return () => {
      for (const end of ends) end()
    }
  }, [])
}

export const useCart = () => useAsked('cart.get', undefined, { keep: true })
export const useCartSummary = (destination: string) =>
  useAsked('cart.summary', { destination }, { keep: true })

/** Puts choices into the cart and says so; false when that failed, which is told as well. */
export async function addToCart(
  items: readonly { readonly ref: ArchiveRef; readonly selection: Selection }[],
): Promise<boolean> {
  try {
    await request('cart.add', { items: mutable(items) })
    tellUndo(t('cart.added', { count: items.length }), undo)
    return true
  } catch (error) {
    tellFailure(failureFrom(error))
    return false
  }
}

const undo = () => void order('cart.undo', undefined)

export async function removeFromCart(id: string, name: string): Promise<void> {
  await order('cart.remove', { id })
  tellUndo(t('cart.removed', { name }), undo)
}

export async function emptyCart(): Promise<void> {
  await order('cart.clear', undefined)
  tellUndo(t('cart.emptied'), undo)
}
