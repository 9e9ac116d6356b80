import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { ShellEvent } from '../../preload/contract.ts'
import { words } from './words.ts'

/** Commands that the window acts on; everything else is a role of the system. */
export function setMenu(tell: (event: ShellEvent) => void): void {
  const settings: MenuItemConstructorOptions = {
    label: words.settings,
    accelerator: 'CmdOrCtrl+,',
    click: () => tell({ kind: 'go', screen: 'settings' }),
  }
  const search: MenuItemConstructorOptions = {
    label: words.search,
    accelerator: 'CmdOrCtrl+K',
    click: () => tell({ kind: 'focus-search' }),
  }
  const template: MenuItemConstructorOptions[] =
    process.platform === 'darwin'
      ? [appMenu(settings), { label: 'File', submenu: [search, { role: 'close' }] }]
      : [{ label: 'File', submenu: [search, settings, { type: 'separator' }, { role: 'quit' }] }]
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ]
  const workshop: MenuItemConstructorOptions[] = [{ role: 'reload' }, { role: 'toggleDevTools' }]
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...template,
      { role: 'editMenu' },
      { label: 'View', submenu: app.isPackaged ? view : [...view, ...workshop] },
      { role: 'windowMenu' },
    ]),
  )
}

function appMenu(settings: MenuItemConstructorOptions): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      settings,
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  }
}
