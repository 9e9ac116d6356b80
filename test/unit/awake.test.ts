import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { awakeCommand, keepAwake } from '../../main/machine/awake.ts'
import { tempFolder } from '../support/temp-folder.ts'

afterEach(() => vi.unstubAllEnvs())

describe.skipIf(process.platform === 'win32')('a computer that is kept awake', () => {
  it('may sleep again when it is said, and by itself when the program has ended', async () => {
    const folder = tempFolder()
    const said = join(folder, 'said')
    const text = `#!/bin/sh\necho "$$ $*" > ${said}.new; mv ${said}.new ${said}\nexec sleep 600\n`
    writeFileSync(join(folder, 'systemd-inhibit'), text)
    chmodSync(join(folder, 'systemd-inhibit'), 0o755)
    vi.stubEnv('PATH', `${folder}:${process.env.PATH}`)
    const letSleep = keepAwake('linux')
    await expect.poll(() => existsSync(said)).toBe(true)
    const [pid, ...words] = readFileSync(said, 'utf8').trim().split(' ')
    expect(words.join(' ')).toContain(`--what=idle:sleep`)
    expect(words.join(' ')).toContain(`tail --pid=${process.pid} -f /dev/null`)
    expect(isAlive(Number(pid))).toBe(true)
    letSleep()
    await expect.poll(() => isAlive(Number(pid))).toBe(false)
  })

  it('is no trouble where there is no program for it', () => {
    vi.stubEnv('PATH', tempFolder())
    keepAwake('linux')()
    expect(awakeCommand('freebsd', 1)).toEqual([])
    const [program, , , , script] = awakeCommand('win32', 34)
    expect(program).toBe('powershell.exe')
    expect(script).toMatch(
      /SetThreadExecutionState\(\[uint32\]'0x80000001'\).*Wait-Process -Id 34$/,
    )
    expect(awakeCommand('darwin', 12)).toEqual(['caffeinate', '-i', '-w', '12'])
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
