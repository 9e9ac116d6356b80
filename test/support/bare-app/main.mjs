/** One window at the address that is the last argument, and nothing else. */
import process from 'node:process'
// biome-ignore lint/correctness/noUndeclaredDependencies: the Electron that runs it brings it
import { app, BrowserWindow, Menu } from 'electron'

Menu.setApplicationMenu(null)
// Not awaited: Electron is ready only after this module has run to its end.
void app.whenReady().then(() => {
  const window = new BrowserWindow({ useContentSize: true, webPreferences: { spellcheck: false } })
  return window.loadURL(process.argv.at(-1) ?? '')
})
