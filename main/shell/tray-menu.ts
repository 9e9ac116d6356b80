import type { MenuItemConstructorOptions } from 'electron'
import type { TrayState } from './tray-state.ts'
import { callOffWords, failuresWords, slowWords, words } from './words.ts'

export interface TrayActions {
  readonly onOpen: () => void
  readonly onFailures: () => void
  readonly onPause: () => void
  readonly onResume: () => void
  readonly onSlow: (isSlow: boolean) => void
  /** A person wants the computer to stay on. */
  readonly onCallOff: () => void
  readonly onQuit: () => void
}

/** What runs and comes next, what failed; then open, pause all, slow mode, quit. */
export function trayMenu(state: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  const { lines, failures, canPause, canResume, isSlow, slowBytesPerSecond, countdown } = state
  const { onOpen, onFailures, onPause, onResume, onSlow, onCallOff, onQuit } = actions
  const failed = { label: failuresWords(failures), click: onFailures }
  const slow = slowWords(slowBytesPerSecond)
  return [
    ...lines.map((label) => ({ label, enabled: false })),
    ...(countdown === null ? [] : [{ label: callOffWords(countdown), click: onCallOff }]),
    ...(failures === 0 ? [] : [failed]),
    { type: 'separator' },
    { label: words.open, click: onOpen },
    { type: 'separator' },
    { label: words.pauseAll, enabled: canPause, click: onPause },
    { label: words.resumeAll, enabled: canResume, click: onResume },
    { label: slow, type: 'checkbox', checked: isSlow, click: () => onSlow(!isSlow) },
    { type: 'separator' },
    { label: words.quit, click: onQuit },
  ]
}
