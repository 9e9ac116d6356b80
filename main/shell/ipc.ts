import { type IpcMainInvokeEvent, ipcMain } from 'electron'
import type { Handlers, Reply } from '../../preload/contract.ts'
import { Failure, recordOf } from '../model/failure.ts'
import { answer } from './answer.ts'

interface Desk {
  readonly handlers: Handlers
  readonly isOurs: (event: IpcMainInvokeEvent) => boolean
  /** Told of what is no expected failure. */
  readonly onBug: (request: string, error: unknown) => void
}

/** Answers windows. The one place where a request is checked: who asks, what for, with what. */
export function answerWindows(desk: Desk): void {
  ipcMain.handle('request', async (event, name: unknown, input: unknown) => {
    try {
      if (!desk.isOurs(event)) throw new Failure('request.invalid', 'give-up', { what: 'sender' })
      return { ok: true, value: await answer(desk.handlers, name, input) } satisfies Reply<unknown>
    } catch (error) {
      if (!(error instanceof Failure)) desk.onBug(String(name), error)
      return { ok: false, failure: recordOf(error) } satisfies Reply<unknown>
    }
  })
}
