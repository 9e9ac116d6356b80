import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { askSystem, listenTo } from '../../main/machine/ask.ts'
import { mainsOfPmset, mainsOfWindows, readMains } from '../../main/machine/mains.ts'
import { createSurroundings } from '../../main/machine/surroundings.ts'
import { readTunnels } from '../../main/machine/tunnels.ts'
import { conditionHold, noConditions, untold } from '../../main/model/conditions.ts'
import { tempFolder } from '../support/temp-folder.ts'

describe('conditions', () => {
  const all = { onMains: true, notMetered: true, notVpn: true, notOn: ['Guest', ' Train '] }
  it.each([
    [{ onMains: false }, 'mains'],
    [{ isMetered: true }, 'metered'],
    [{ isVpn: true }, 'vpn'],
    [{ networkNames: ['Cable', 'guest'] }, 'network'],
    [{ networkNames: ['train'] }, 'network'],
    [{ onMains: true, isMetered: false, isVpn: false, networkNames: ['Cable'] }, null],
    [{}, null],
  ])('%j holds with %s', (told, hold) => {
    expect(conditionHold(all, { ...untold, ...told })).toBe(hold)
    expect(conditionHold(noConditions, { ...untold, ...told })).toBeNull()
  })
})

type Supplies = Readonly<Record<string, Readonly<Record<string, string>>>>
const battery = (status: string) => ({ type: 'Battery', status })
const plug = (online: string) => ({ type: 'Mains', online })

function supplies(all: Supplies): string {
  const folder = tempFolder()
  for (const [name, files] of Object.entries(all)) {
    mkdirSync(join(folder, name))
    for (const [file, text] of Object.entries(files))
      writeFileSync(join(folder, name, file), `${text}\n`)
  }
  return folder
}

describe('mains power on Linux', () => {
  const silent = () => Promise.resolve(null)
  it.each<readonly [string, Supplies, boolean]>([
    ['a plug in', { AC: plug('1'), BAT0: battery('Charging') }, true],
    ['a plug out', { AC: plug('0'), BAT0: battery('Discharging') }, false],
    ['power over USB', { usb: { type: 'USB', online: '1' }, BAT0: battery('Not charging') }, true],
    ['a computer without a battery', {}, true],
    [
      'the battery of a mouse',
      { mouse: { type: 'Battery', status: 'Discharging', scope: 'Device' } },
      true,
    ],
    ['a full battery that tells of no plug', { BAT0: battery('Full') }, true],
  ])('%s', async (_, all, expected) => {
    expect(await readMains('linux', silent, supplies(all))).toBe(expected)
  })
  it('is not told where there is no such folder', async () => {
    expect(await readMains('linux', silent, join(tempFolder(), 'none'))).toBeNull()
  })
})

test('what programs say of the power is understood', () => {
  expect(mainsOfPmset("Now drawing from 'AC Power'\n -InternalBattery-0 100%")).toBe(true)
  expect(mainsOfPmset("Now drawing from 'Battery Power'\n")).toBe(false)
  expect(mainsOfPmset(null)).toBeNull()
  expect(mainsOfWindows('Online\r\n')).toBe(true)
  expect(mainsOfWindows('Offline\r\n')).toBe(false)
  expect(mainsOfWindows('Unknown\r\n')).toBeNull()
})

test.each<readonly [string, Supplies, boolean]>([
  ['a cable and the loopback', { eth0: { operstate: 'up' }, lo: { operstate: 'unknown' } }, false],
  ['a tunnel', { tun0: { tun_flags: '0x1001', operstate: 'unknown' } }, true],
  ['the network of a virtual machine', { tap0: { tun_flags: '0x1002', operstate: 'up' } }, false],
  [
    'WireGuard',
    { wg0: { uevent: 'DEVTYPE=wireguard\nINTERFACE=wg0', operstate: 'unknown' } },
    true,
  ],
  ['a tunnel that is down', { tun0: { tun_flags: '0x1001', operstate: 'down' } }, false],
])('%s: a VPN is on without a program that tells: %j is %s', async (_, all, expected) => {
  expect(await readTunnels(supplies(all))).toBe(expected)
  expect(await readTunnels(join(tempFolder(), 'none'))).toBeNull()
})

test('each system is asked in its own words, and what it does not tell is not made up', async () => {
  const asked: string[] = []
  const told = (answers: Readonly<Record<string, string>>) => (program: string) => {
    asked.push(program)
    return Promise.resolve(answers[program] ?? null)
  }
  const mac = createSurroundings({
    platform: 'darwin',
    ask: told({ pmset: "Now drawing from 'Battery Power'", scutil: '' }),
  })
  expect(await mac.read()).toEqual({ ...untold, onMains: false, isVpn: false })
  const power = { onMains: () => false, watch: () => () => {} }
  const windows = createSurroundings({ platform: 'win32', ask: told({}), power })
  expect(await windows.read()).toEqual({ ...untold, onMains: false })
  expect(new Set(asked)).toEqual(
    new Set(['pmset', 'route', 'networksetup', 'scutil', 'powershell.exe', 'netsh']),
  )
  const terminal = createSurroundings({
    platform: 'win32',
    ask: told({ 'powershell.exe': 'Online\r\n' }),
  })
  expect(await terminal.read()).toEqual({ ...untold, onMains: true })
})

test.skipIf(process.platform === 'win32')(
  'a program that is missing, fails or prints is asked without trouble',
  async () => {
    const script = join(tempFolder(), 'fake')
    writeFileSync(script, '#!/bin/sh\n[ "$1" = fail ] && exit 3\necho "$LC_ALL"\n')
    chmodSync(script, 0o755)
    expect(await askSystem(script, ['fail'])).toBeNull()
    expect(await askSystem(join(tempFolder(), 'none'), [])).toBeNull()
    expect(await askSystem(script, ['say'])).toBe('C\n')
    await new Promise<void>((resolve) => {
      const stop = listenTo(script, ['say'], () => {
        stop()
        resolve()
      })
    })
  },
)
