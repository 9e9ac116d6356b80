import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it, vi } from 'vitest'
import { lookAt } from '../../../main/disk/survey.ts'
import type { Engine } from '../../../main/engine.ts'
import { handlersOf } from '../../../main/shell/handlers.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const { opened, shown } = vi.hoisted(() => ({ opened: [] as string[], shown: [] as string[] }))
vi.mock('electron', () => ({
  shell: {
    openPath: async (path: string) => {
      opened.push(path)
      return ''
    },
    showItemInFolder: (path: string) => void shown.push(path),
  },
}))

beforeEach(() => {
  opened.length = 0
  shown.length = 0
})

async function show(path: string, transferId?: number): Promise<void> {
  const engine = {
    pathOf: () => path,
    kindOf: (asked: string) => lookAt(asked)?.kind ?? null,
  } as unknown as Engine
  const none = {} as never
  const handlers = handlersOf({
    ...{ engine, window: () => null, logFile: '' },
    ...{ whenDone: none, login: none },
  })
  await handlers['shell.show']({ jobId: 'j1', transferId })
}

it('a job’s folder is opened, and one of its files shown', async () => {
  const folder = join(tempFolder(), '000027')
  mkdirSync(folder)
  writeFileSync(join(folder, 'a.nwb'), '')
  await show(folder)
  await show(join(folder, 'a.nwb'), 1)
  expect(opened).toEqual([folder])
  expect(shown).toEqual([join(folder, 'a.nwb')])
})

it('a file or a link in the folder’s place is shown, never opened', async () => {
  const root = tempFolder()
  writeFileSync(join(root, 'script.sh'), '')
  symlinkSync(join(root, 'script.sh'), join(root, 'link'))
  await show(join(root, 'script.sh'))
  await show(join(root, 'link'))
  expect(opened).toEqual([])
  expect(shown).toEqual([join(root, 'script.sh'), join(root, 'link')])
})

it('a folder that is gone is said to be gone', async () => {
  await expect(show(join(tempFolder(), 'gone'))).rejects.toMatchObject({ code: 'disk.missing' })
})
