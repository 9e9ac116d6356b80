import { join } from 'node:path'
import { app, type BrowserWindow, dialog } from 'electron'
import type { Handlers } from '../../preload/contract.ts'
import type { Engine } from '../engine.ts'
import { cartEnding } from '../model/cart.ts'
import { scriptEndings } from '../model/scripts/script-file.ts'
import { placeFor } from './place-for.ts'
import { words } from './words.ts'

interface Parts {
  readonly engine: Engine
  readonly window: () => BrowserWindow | null
}

/** Requests of the cart that ask a person for a file; a window never names one to write to. */
export function cartDialogs({ engine, window }: Parts) {
  const filters = [{ name: words.cart, extensions: [cartEnding.slice(1)] }]
  const documents = () => app.getPath('documents')
  return {
    async 'cart.save'() {
      const path = await placeFor(window(), {
        filters,
        defaultPath: join(documents(), `cart${cartEnding}`),
      })
      if (path !== null) await engine.saveCart(path)
      return { path }
    },
    async 'cart.choose'() {
      const options = { filters, properties: ['openFile' as const] }
      const parent = window()
      const { filePaths } = parent
        ? await dialog.showOpenDialog(parent, options)
        : await dialog.showOpenDialog(options)
      return { path: filePaths[0] ?? null }
    },
    async 'cart.script'({ tool }) {
      const defaultPath = join(documents(), `cart-${tool}${scriptEndings[tool]}`)
      const path = await placeFor(window(), { defaultPath })
      if (path === null) return { path, leftOut: 0, wholeZarrs: 0 }
      return { path, ...(await engine.writeCartScript(tool, path)) }
    },
  } satisfies Partial<Handlers>
}
