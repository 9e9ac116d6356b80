import { execFile, spawn } from 'node:child_process'

/** What a program of the system printed; null when it is not there, fails, or takes too long. */
export type Ask = (program: string, args: readonly string[]) => Promise<string | null>

/** PowerShell alone takes some seconds on a slow computer. */
const PATIENCE_MS = 10_000
const MOST_BYTES = 1024 * 1024

export function askSystem(program: string, args: readonly string[]): Promise<string | null> {
  const options = {
    timeout: PATIENCE_MS,
    maxBuffer: MOST_BYTES,
    windowsHide: true,
    // Words of the system in one language.
    env: { ...process.env, LC_ALL: 'C' },
  }
  return new Promise((resolve) => {
    execFile(program, [...args], options, (error, said) => resolve(error ? null : said))
  })
}

/** Calls at each line that a program prints for as long as it runs; returns the function that ends it. */
export function listenTo(program: string, args: readonly string[], onLine: () => void): () => void {
  const child = spawn(program, [...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
  })
  child.on('error', () => {})
  child.stdout.on('data', onLine)
  child.unref()
  return () => void child.kill()
}
