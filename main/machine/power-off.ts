import type { DoneAct } from '../model/when-done.ts'
import { orderSystem } from './order.ts'

type Act = Exclude<DoneAct, 'nothing'>

const linux: Readonly<Record<Act, readonly string[]>> = {
  sleep: ['systemctl', 'suspend'],
  shutdown: ['systemctl', 'poweroff'],
}
const mac: Readonly<Record<Act, readonly string[]>> = {
  sleep: ['pmset', 'sleepnow'],
  shutdown: ['osascript', '-e', 'tell application "System Events" to shut down'],
}
/** Windows hibernates instead where hibernation is on. */
const windows: Readonly<Record<Act, readonly string[]>> = {
  sleep: ['rundll32.exe', 'powrprof.dll,SetSuspendState', '0,1,0'],
  shutdown: ['shutdown.exe', '/s', '/t', '0'],
}

/** The command with which a system sends its computer to sleep, or shuts it down. */
export function powerCommand(platform: string, act: Act): readonly string[] {
  if (platform === 'win32') return windows[act]
  return (platform === 'darwin' ? mac : linux)[act]
}

/** Tells what went wrong; empty when the computer obeys. */
export async function powerOff(platform: string, act: Act): Promise<string> {
  const { isDone, said } = await orderSystem(powerCommand(platform, act))
  return isDone ? '' : said || 'refused'
}
