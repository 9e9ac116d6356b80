import { createStore, useStore } from 'zustand'
import type { ArchiveRef } from '../../main/model/entry.ts'

export type Route =
  | { readonly screen: 'discover' }
  | { readonly screen: 'dandiset'; readonly ref: ArchiveRef }
  /** Several identifiers pasted at once. */
  | { readonly screen: 'several'; readonly refs: readonly ArchiveRef[] }
  | { readonly screen: 'cart' }
  | { readonly screen: 'transfers'; readonly jobId: string | null }
  | { readonly screen: 'library' }
  | { readonly screen: 'schedules' }
  /** A night by the date of its morning; the newest for null. */
  | { readonly screen: 'report'; readonly morning: string | null }
  | { readonly screen: 'settings'; readonly section: string | null }

interface View {
  readonly route: Route
  readonly past: readonly Route[]
  readonly future: readonly Route[]
  /** What is in the field on top. */
  readonly field: string
}

const start: View = {
  route: { screen: 'discover' },
  past: [],
  future: [],
  field: '',
}

const key = 'dandelion.view'

const viewStore = createStore<View>(() => ({ ...start, ...remembered() }))
export const useView = <T>(select: (view: View) => T): T => useStore(viewStore, select)
export const useRoute = () => useView((view) => view.route)
export const changeView = (change: Partial<View>) => viewStore.setState(change)

const pastKept = 50

export function go(route: Route): void {
  const { route: from, past } = viewStore.getState()
  if (JSON.stringify(from) === JSON.stringify(route)) return
  viewStore.setState({ route, past: [...past.slice(-pastKept), from], future: [] })
}

export function goBack(): void {
  const { route, past, future } = viewStore.getState()
  const to = past.at(-1)
  if (to) viewStore.setState({ route: to, past: past.slice(0, -1), future: [route, ...future] })
}

export function goForward(): void {
  const { route, past, future } = viewStore.getState()
  const to = future[0]
  if (to) viewStore.setState({ route: to, past: [...past, route], future: future.slice(1) })
}

type Kept = Pick<View, 'route'>

/** A reloaded window comes back to where it was. */
function remembered(): Partial<View> {
  try {
    const kept = sessionStorage.getItem(key)
    return kept ? (JSON.parse(kept) as Kept) : {}
  } catch {
    return {}
  }
}

viewStore.subscribe(({ route }) => {
  const kept: Kept = { route }
  sessionStorage.setItem(key, JSON.stringify(kept))
})

export type Place = 'discover' | 'cart' | 'transfers' | 'library' | 'schedules' | 'settings'

/** Where a word of the sidebar or of a menu leads. */
export function placeRoute(screen: Place): Route {
  if (screen === 'transfers') return { screen, jobId: null }
  if (screen === 'settings') return { screen, section: null }
  return { screen }
}
