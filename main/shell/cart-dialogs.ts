import { type BrowserWindow, dialog } from 'electron'
import type { Handlers } from '../../preload/contract.ts'
import type { Engine } from '../engine.ts'
import { cartEnding } from '../model/cart.ts'
import { words } from './words.ts'

interface Parts {
  readonly engine: Engine
  readonly window: () => BrowserWindow | null
}

/** Requests of the cart that ask a person for a file. */
export function cartDialogs({ engine: _, window }: Parts) {
  const filters = [{ name: words.cart, extensions: [cartEnding.slice(1)] }]
  return {
    'cart.save': () => ({ path: null }),
    async 'cart.choose'() {
      const options = { filters, properties: ['openFile' as const] }
      const parent = window()
      const { filePaths } = parent
        ? await dialog.showOpenDialog(parent, options)
        : await dialog.showOpenDialog(options)
      return { path: filePaths[0] ?? null }
    },
    'cart.script': () => ({ path: null, leftOut: 0 }),
  } satisfies Partial<Handlers>
}
