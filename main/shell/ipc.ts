import { type IpcMainInvokeEvent, ipcMain } from 'electron'
import { type Handlers, type Reply, type RequestName, requests } from '../../preload/contract.ts'
import { Failure, recordOf } from '../model/failure.ts'

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

/** Checks name and input against the contract, then hands over. */
export async function answer(handlers: Handlers, name: unknown, input: unknown): Promise<unknown> {
  if (!isRequestName(name)) throw new Failure('request.invalid', 'give-up', { what: 'name' })
  const checked = requests[name].input.safeParse(input)
  if (!checked.success) {
    const issue = checked.error.issues[0]
    const details = {
      request: name,
      where: issue?.path.join('.') ?? '',
      said: issue?.message ?? '',
    }
    throw new Failure('request.invalid', 'give-up', details)
  }
  return (handlers[name] as (input: unknown) => unknown)(checked.data)
}

function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(requests, name)
}
