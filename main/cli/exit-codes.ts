import type { FailureRecord } from '../model/failure.ts'

export const exitCodes = {
  verified: 0,
  someFailed: 1,
  usage: 2,
  unreachable: 3,
  disk: 4,
  interrupted: 130,
} as const

/** The exit code for a failure that kept a whole command from its end. */
export function exitCodeOf({ code }: FailureRecord): number {
  if (code.startsWith('input.') || code === 'remote.not-found' || code === 'request.invalid') {
    return exitCodes.usage
  }
  if (/^(net|auth|http|source)\./.test(code) || code === 'remote.html' || code === 'store.locked') {
    return exitCodes.unreachable
  }
  return code.startsWith('disk.') ? exitCodes.disk : exitCodes.someFailed
}

/** The exit code for a command of whose files some failed: the cause, when all failed for one. */
export function exitCodeOfFiles(failures: readonly FailureRecord[], arrived: number): number {
  const codes = new Set(failures.map(exitCodeOf))
  const [code] = codes
  const isCause = code === exitCodes.unreachable || code === exitCodes.disk
  return arrived === 0 && codes.size === 1 && isCause ? code : exitCodes.someFailed
}
