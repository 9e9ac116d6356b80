import { app } from 'electron'
import { HIDDEN, type LoginView } from '../model/login.ts'

/** Where the system keeps what starts at login. */
export interface LoginPort {
  isOn(): Promise<boolean>
  /** Throws `disk.denied` when it cannot be kept. */
  set(isOn: boolean): Promise<void>
}

export interface Login {
  view(): Promise<LoginView>
  set(isOn: boolean): Promise<LoginView>
  isAtLogin(): boolean
  /** Whether there is a tray to live in, as far as the desktop tells. */
  hasTray(): boolean
}

export function createLogin(port: LoginPort, readTray: () => Promise<boolean | null>): Login {
  let last: LoginView = { isOn: false, hasTray: null }
  const view = async () => {
    const [isOn, hasTray] = await Promise.all([port.isOn(), readTray()])
    last = { isOn, hasTray }
    return last
  }
  void view()
  return {
    view,
    async set(isOn) {
      await port.set(isOn)
      return view()
    },
    isAtLogin: () => last.isOn,
    hasTray: () => last.hasTray !== false,
  }
}

/** Login items of macOS and Windows. */
export const loginItems: LoginPort = {
  isOn: async () => app.getLoginItemSettings({ args: [HIDDEN] }).openAtLogin,
  async set(isOn) {
    app.setLoginItemSettings({ openAtLogin: isOn, args: [HIDDEN] })
  },
}

/** The system started it at login: nobody waits for its window. */
export function isHiddenStart(): boolean {
  if (process.argv.includes(HIDDEN)) return true
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin
}
