import { execFile } from 'node:child_process'

/** What came of a program of the system. */
export interface Ordered {
  readonly isDone: boolean
  /** What it said when it was not. */
  readonly said: string
}

export type OrderSystem = (argv: readonly string[]) => Promise<Ordered>

const PATIENCE_MS = 10_000

/** Runs a program of the system; one that is not there or takes too long has not done it. */
export function orderSystem([program = '', ...args]: readonly string[]): Promise<Ordered> {
  const options = {
    timeout: PATIENCE_MS,
    windowsHide: true,
    env: { ...process.env, LC_ALL: 'C' },
  }
  return new Promise((resolve) => {
    execFile(program, args, options, (error, _out, err) => {
      if (error === null) return resolve({ isDone: true, said: '' })
      const said = err.trim().split('\n')[0] ?? ''
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
      resolve({ isDone: false, said: isMissing ? `${program}: not found` : said || error.message })
    })
  })
}
