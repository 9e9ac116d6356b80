import { liveStore } from '../store/engine.ts'

/** Keeps `data-theme` true to the settings and, where they say so, to the system. */
export function followAppearance(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const show = () => {
    const wish = liveStore.getState().live?.engine.settings.appearance ?? 'system'
    const system = dark.matches ? 'dark' : 'light'
    document.documentElement.dataset.theme = wish === 'system' ? system : wish
  }
  show()
  dark.addEventListener('change', show)
  liveStore.subscribe(show)
}
