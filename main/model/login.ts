/** Whether Dandelion starts when a person logs in, with its window closed. */
export interface LoginView {
  readonly isOn: boolean
  /** Whether this desktop shows a tray to open the window from; null when it does not tell. */
  readonly hasTray: boolean | null
}

/** What a start at login is told apart by. */
export const HIDDEN = '--hidden'

/** An entry for the autostart folder of a Linux desktop. */
export function autostartEntry(argv: readonly string[]): string {
  return `[Desktop Entry]
Type=Application
Name=Dandelion
Comment=Fetches what its schedules are due for
Exec=${[...argv, HIDDEN].map(argument).join(' ')}
Terminal=false
StartupNotify=false
X-GNOME-Autostart-enabled=true
`
}

/** Quoted as a shell would, then once more as a value of the file; percent signs are field codes. */
function argument(text: string): string {
  const quoted = /^[\w./:@=+,-]+$/.test(text) ? text : `"${text.replace(/[\\"`$]/g, '\\$&')}"`
  return quoted.replace(/\\/g, '\\\\').replace(/%/g, '%%')
}
