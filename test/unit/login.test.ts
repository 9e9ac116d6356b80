import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createAutostart, readTray } from '../../main/machine/login.ts'
import { autostartEntry } from '../../main/model/login.ts'
import { tempFolder } from '../support/temp-folder.ts'

describe('a start at login', () => {
  const argv = ['/opt/My Apps/100%/$x\\"y"', '/src']

  it('is an entry whose command a desktop reads as it is meant', () => {
    const exec = /^Exec=(.*)$/m.exec(autostartEntry(argv))?.[1] ?? ''
    expect(exec).toBe('"/opt/My Apps/100%%/\\\\$x\\\\\\\\\\\\"y\\\\"" /src --hidden')
    expect(autostartEntry(['/usr/bin/d'])).toContain('\nExec=/usr/bin/d --hidden\n')
  })

  it('is kept in the autostart folder of the desktop, and gone when it is switched off', async () => {
    const configFolder = tempFolder()
    const file = join(configFolder, 'autostart', 'dandelion.desktop')
    const autostart = createAutostart({ configFolder, argv })
    expect(await autostart.isOn()).toBe(false)
    await autostart.set(true)
    expect([await autostart.isOn(), readFileSync(file, 'utf8')]).toEqual([
      true,
      autostartEntry(argv),
    ])
    await autostart.set(false)
    await autostart.set(false)
    expect([await autostart.isOn(), existsSync(file)]).toEqual([false, false])
  })

  it('that cannot be kept is told with the place', async () => {
    const configFolder = join(tempFolder(), 'file')
    writeFileSync(configFolder, '')
    await expect(createAutostart({ configFolder, argv }).set(true)).rejects.toMatchObject({
      code: 'disk.denied',
      details: { path: join(configFolder, 'autostart', 'dandelion.desktop') },
    })
  })

  it.each([
    ['(true,)\n', true],
    ['(false,)\n', false],
    [null, null],
  ])('asks the desktop for a tray, which says %j', async (said, hasTray) => {
    expect(await readTray('linux', () => Promise.resolve(said))).toBe(hasTray)
    expect(await readTray('darwin', () => Promise.resolve(null))).toBe(true)
  })
})
