import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron'
import type { EngineEvent } from '../main/model/events.ts'
import type { Bridge, Reply, ShellEvent } from './contract.ts'

/** Wishes of the shell that came before the window listened. */
let waiting: ShellEvent[] | null = []
ipcRenderer.on('shell', (_event, wish: ShellEvent) => waiting?.push(wish))

const bridge: Bridge = {
  request: (name, input) => ipcRenderer.invoke('request', name, input) as Promise<Reply<unknown>>,
  onEvents: (listener) => on<readonly EngineEvent[]>('events', listener),
  onShell(listener) {
    for (const wish of waiting ?? []) listener(wish)
    // Parts of the window begin to listen one after the other, in one go: each is told.
    setTimeout(() => {
      waiting = null
    })
    return on<ShellEvent>('shell', listener)
  },
  platform: process.platform,
  pathOf: (file) => webUtils.getPathForFile(file),
}

function on<T>(channel: 'events' | 'shell', listener: (value: T) => void): () => void {
  const forward = (_event: IpcRendererEvent, value: T) => listener(value)
  ipcRenderer.on(channel, forward)
  return () => {
    ipcRenderer.off(channel, forward)
  }
}

contextBridge.exposeInMainWorld('bridge', bridge)
