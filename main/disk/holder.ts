import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FailureDetails } from '../model/failure.ts'

/** A note in a data folder of which program has it; nobody goes by it, it is only told. */
export function leaveNote(dataDir: string, program: string): void {
  const note = { program, pid: process.pid, since: new Date().toISOString() }
  try {
    writeFileSync(noteOf(dataDir), JSON.stringify(note))
  } catch {
    // A full disk must not keep the database from being opened.
  }
}

export function removeNote(dataDir: string): void {
  rmSync(noteOf(dataDir), { force: true })
}

/** Details for a failure; none when nobody left a note, or its program has ended. */
export function holderOf(dataDir: string): FailureDetails {
  try {
    const { program, pid } = JSON.parse(readFileSync(noteOf(dataDir), 'utf8'))
    if (typeof program !== 'string' || typeof pid !== 'number' || !isAlive(pid)) return {}
    return { reason: 'holder', program, pid }
  } catch {
    return {}
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process may not be signalled, but it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function noteOf(dataDir: string): string {
  return join(dataDir, 'in-use.json')
}
