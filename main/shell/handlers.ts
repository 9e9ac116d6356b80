import { type BrowserWindow, clipboard, dialog, shell } from 'electron'
import type { Handlers } from '../../preload/contract.ts'
import type { Engine } from '../engine.ts'
import { Failure } from '../model/failure.ts'
import { cartDialogs } from './cart-dialogs.ts'
import { historyDialogs } from './history-dialogs.ts'
import type { Login } from './login.ts'
import { mayBrowse } from './may-browse.ts'
import { mayOpen } from './may-open.ts'
import type { WhenDone } from './when-done.ts'

interface HandlerParts {
  readonly engine: Engine
  readonly window: () => BrowserWindow | null
  readonly logFile: string
  readonly whenDone: WhenDone
  readonly login: Login
}

/** The engine's own requests as they are, and those that only a desktop can fulfil. */
export function handlersOf({ engine, window, logFile, whenDone, login }: HandlerParts): Handlers {
  return {
    ...engine,
    async 'dialog.folder'({ current }) {
      const options = {
        defaultPath: current,
        properties: ['openDirectory' as const, 'createDirectory' as const],
      }
      const parent = window()
      const { filePaths } = parent
        ? await dialog.showOpenDialog(parent, options)
        : await dialog.showOpenDialog(options)
      return { folder: filePaths[0] ?? null }
    },
    async 'shell.show'({ jobId, transferId }) {
      const path = engine.pathOf({ jobId, transferId })
      const kind = engine.kindOf(path)
      if (kind === null) throw new Failure('disk.missing', 'ask-user', { path })
      if (transferId === undefined && mayOpen(path, kind)) await open(path)
      else shell.showItemInFolder(path)
    },
    'login.show': () => login.view(),
    'login.set': ({ isOn }) => login.set(isOn),
    'shell.log': () => open(logFile),
    async 'shell.browse'({ url }) {
      const webUrls = (await engine.instances(undefined)).map((instance) => instance.webUrl)
      if (!mayBrowse(url, webUrls)) throw new Failure('request.invalid', 'give-up', { url })
      await shell.openExternal(url)
    },
    'countdown.get': () => whenDone.countdown(),
    'countdown.answer': ({ answer }) => whenDone[answer](),
    'clipboard.write': ({ text }) => clipboard.writeText(text),
    ...cartDialogs({ engine, window }),
    ...historyDialogs({ engine, window }),
  }
}

/** `openPath` resolves to what went wrong, or to nothing. */
async function open(path: string): Promise<void> {
  const wrong = await shell.openPath(path)
  if (wrong !== '') throw new Failure('disk.missing', 'ask-user', { path, said: wrong })
}
