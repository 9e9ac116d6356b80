import type { ElectronApplication } from 'playwright'

export interface Notices {
  titles(): Promise<readonly string[]>
  /** A person clicks the newest. */
  click(): Promise<void>
}

interface Keeper {
  readonly keptNotices: readonly Electron.Notification[]
}

/** Notices of the real program from now on, kept instead of shown: not every computer can show them. */
export async function keepNotices(app: ElectronApplication): Promise<Notices> {
  await app.evaluate(({ Notification }) => {
    const kept: Electron.Notification[] = []
    Notification.isSupported = () => true
    Notification.prototype.show = function show(this: Electron.Notification) {
      kept.push(this)
    }
    Object.assign(globalThis, { keptNotices: kept })
  })
  return {
    titles: () =>
      app.evaluate(() => (globalThis as unknown as Keeper).keptNotices.map(({ title }) => title)),
    click: () =>
      app.evaluate(() => void (globalThis as unknown as Keeper).keptNotices.at(-1)?.emit('click')),
  }
}
