import { spawn } from 'node:child_process'
import { powershell, quietly } from './windows-network.ts'

/**
 * Keeps an idle computer from going to sleep until the function that is returned is called, or this
 * program ends, however it does. Nothing where the system has no program for it.
 */
export function keepAwake(platform: string): () => void {
  const [program, ...args] = awakeCommand(platform, process.pid)
  if (program === undefined) return () => {}
  const child = spawn(program, args, { stdio: 'ignore', windowsHide: true })
  child.on('error', () => {})
  child.unref()
  return () => void child.kill()
}

/** A program that ends with the process. */
export function awakeCommand(platform: string, pid: number): readonly string[] {
  if (platform === 'darwin') return ['caffeinate', '-i', '-w', String(pid)]
  if (platform === 'win32') return [powershell, ...quietly, windowsScript(pid)]
  if (platform !== 'linux') return []
  const why = ['--who=Dandelion', '--why=Schedules are running', '--mode=block']
  const until = ['tail', `--pid=${pid}`, '-f', '/dev/null']
  return ['systemd-inhibit', '--what=idle:sleep', ...why, ...until]
}

/** What a thread asks of Windows is over with the thread. */
function windowsScript(pid: number): string {
  const signature =
    '[DllImport("kernel32.dll")] public static extern uint SetThreadExecutionState(uint flags);'
  return [
    `$kernel = Add-Type -PassThru -Namespace Dandelion -Name Kernel -MemberDefinition '${signature}'`,
    // ES_CONTINUOUS | ES_SYSTEM_REQUIRED
    `[void]$kernel::SetThreadExecutionState([uint32]'0x80000001')`,
    `Wait-Process -Id ${pid}`,
  ].join('; ')
}
