import { useEffect } from 'react'
import { isMac } from '../bridge.ts'
import { order } from '../store/queries.ts'
import { go, goBack, goForward, type Place, placeRoute } from '../store/view.ts'
import { focusField } from './open-text.ts'

const places: readonly Place[] = [
  'discover',
  'cart',
  'transfers',
  'library',
  'schedules',
  'settings',
]

type Command = () => void

/** The filter of the screen, else the field on top. */
function focusFilter(): void {
  const filter = document.querySelector<HTMLInputElement>('input[data-filter]')
  if (filter) filter.focus()
  else focusField()
}

function commandFor(event: KeyboardEvent): Command | null {
  const main = isMac() ? event.metaKey : event.ctrlKey
  if (event.altKey && event.key === 'ArrowLeft') return goBack
  if (event.altKey && event.key === 'ArrowRight') return goForward
  if (!main) return null
  if (event.shiftKey) return shiftedCommand(event.key.toLowerCase())
  if (event.key === 'k' || event.key === 'l') return focusField
  if (event.key === 'f') return focusFilter
  if (event.key === ',') return () => go(placeRoute('settings'))
  const place = places[Number(event.key) - 1]
  return place ? () => go(placeRoute(place)) : null
}

function shiftedCommand(key: string): Command | null {
  if (key === 'p') return () => void order('jobs.pause-all', undefined)
  if (key === 'r') return () => void order('jobs.resume-all', undefined)
  return null
}

export function useShortcuts(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      const command = commandFor(event)
      if (!command) return
      event.preventDefault()
      command()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
