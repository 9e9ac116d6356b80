import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createRunLog } from '../../main/disk/run-log.ts'
import { tempFolder } from '../support/temp-folder.ts'

const key = '0123456789abcdef0123456789abcdef01234567'

it('tells what happened, without secrets, in a file that its first line makes', () => {
  const dataDir = tempFolder()
  const log = createRunLog(dataDir, 'due', {})
  expect(readdirSync(dataDir)).toEqual([])
  log.warn('a request failed', {
    url: 'http://127.0.0.1/?token=secret',
    authorization: `token ${key}`,
  })
  log.debug('left out')
  const text = readFileSync(log.file, 'utf8')
  expect(text).toMatch(
    /^\d{4}-.* warn a request failed \{"url":"http:\/\/127\.0\.0\.1\/\?token=\*\*\*"/,
  )
  expect(text).not.toContain(key)
  expect(text.trimEnd().split('\n')).toHaveLength(1)
})

it('keeps the newest ten runs of each host', () => {
  const dataDir = tempFolder()
  createRunLog(dataDir, 'window', {}).info('started')
  const folder = join(dataDir, 'logs')
  for (let day = 10; day < 24; day++)
    writeFileSync(join(folder, `due-2026-01-${day}T00-00-00.log`), '')
  createRunLog(dataDir, 'due', {}).info('started')
  const names = readdirSync(folder).sort()
  expect(names.filter((name) => name.startsWith('due-'))).toHaveLength(10)
  expect(names).toContain('due-2026-01-15T00-00-00.log')
  expect(names).not.toContain('due-2026-01-14T00-00-00.log')
  expect(names.filter((name) => name.startsWith('window-'))).toHaveLength(1)
})

it('stops nobody where it cannot be written', () => {
  const dataDir = tempFolder()
  writeFileSync(join(dataDir, 'logs'), 'a file of that name')
  const log = createRunLog(dataDir, 'terminal', {})
  expect(() => log.error('told to nobody')).not.toThrow()
  expect(readFileSync(join(dataDir, 'logs'), 'utf8')).toBe('a file of that name')
})
