import { app } from 'electron'
import type { ShellEvent } from '../../preload/contract.ts'
import { cartFileOf, linkOf, textOfLink } from './deep-link.ts'
import type { MainWindow } from './main-window.ts'

/**
 * Links and cart files that the system hands over, at the start and while the program runs. They
 * wait until the function that is returned is called.
 */
export function watchOpenings(window: MainWindow): () => void {
  let waiting: ShellEvent[] | null = []
  const open = (event: ShellEvent | null) => {
    if (event === null) return
    if (waiting) waiting.push(event)
    else window.tell(event)
  }
  app.on('open-url', (_event, link) => open(eventOfLink(link)))
  app.on('open-file', (event, path) => {
    event.preventDefault()
    open({ kind: 'open-cart', path })
  })
  app.on('second-instance', (_event, args, folder) => {
    if (!waiting) window.show()
    open(eventOf(args, folder))
  })
  return () => {
    const last = waiting?.at(-1) ?? eventOf(process.argv, process.cwd())
    waiting = null
    open(last)
  }
}

function eventOf(args: readonly string[], folder: string): ShellEvent | null {
  const path = cartFileOf(args, folder)
  return path === null ? eventOfLink(linkOf(args)) : { kind: 'open-cart', path }
}

function eventOfLink(link: string | null): ShellEvent | null {
  const text = link === null ? null : textOfLink(link)
  return text === null ? null : { kind: 'open-text', text }
}
