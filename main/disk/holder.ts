import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FailureDetails } from '../model/failure.ts'
import { type HostKind, hostKinds } from '../model/host.ts'

/** A note in a data folder of which program has it; nobody goes by it, it is only told. */
export function leaveNote(dataDir: string, host: HostKind, sinceAt: number): void {
  write(noteOf(dataDir), { host, pid: process.pid, sinceAt })
  rmSync(wishOf(dataDir), { force: true })
}

/** Asks whoever has the data folder to rest and leave; only `sync --due` listens. */
export function askToLeave(dataDir: string): void {
  write(wishOf(dataDir), { pid: process.pid })
}

export function isAskedToLeave(dataDir: string): boolean {
  return existsSync(wishOf(dataDir))
}

function write(file: string, note: object): void {
  try {
    writeFileSync(file, JSON.stringify(note))
  } catch {
    // A full disk must not keep the database from being opened.
  }
}

/** Call when the data folder is free again. What another program has left since stays. */
export function removeNote(dataDir: string): void {
  if (holderOf(dataDir).pid === process.pid) rmSync(noteOf(dataDir), { force: true })
}

/** Details for a failure; none when nobody left a note, or its program has ended. */
export function holderOf(dataDir: string): FailureDetails {
  try {
    const { host, pid, sinceAt } = JSON.parse(readFileSync(noteOf(dataDir), 'utf8'))
    const isWhole = hostKinds.includes(host) && [pid, sinceAt].every(Number.isSafeInteger)
    return isWhole && isAlive(pid) ? { reason: host, pid, sinceAt } : {}
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

function wishOf(dataDir: string): string {
  return join(dataDir, 'asked-to-leave.json')
}
