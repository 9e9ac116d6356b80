import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Disks of a size can be made by the system's administrator on Linux. */
export const canMount = process.platform === 'linux' && process.getuid?.() === 0 && mounts()

export interface SmallDisk {
  readonly folder: string
  /** Makes the disk so large while it is in use. */
  resize(bytes: number): void
  /** Keeps anyone from writing. */
  protect(): void
}

/** A disk of its own in memory, gone with the test. */
export function smallDisk(bytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'dandelion-disk-'))
  mount(folder, `size=${bytes}`)
  onTestFinished(() => {
    unmount(folder)
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    folder,
    resize: (size) => mount(folder, `remount,size=${size}`),
    protect: () => mount(folder, 'remount,ro'),
  }
}

function mount(folder: string, options: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'pipe' })
}

function unmount(folder: string): void {
  execFileSync('umount', ['--lazy', folder], { stdio: 'pipe' })
}

/** Some containers have the user but not the right. */
function mounts(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'dandelion-disk-'))
  try {
    mount(folder, 'size=1m')
    unmount(folder)
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
