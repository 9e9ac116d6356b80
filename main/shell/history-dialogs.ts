import { join } from 'node:path'
import { app, type BrowserWindow, dialog, type MessageBoxOptions } from 'electron'
import type { Handlers } from '../../preload/contract.ts'
import type { Engine } from '../engine.ts'
import type { HookCommand } from '../model/run-hooks.ts'
import { placeFor } from './place-for.ts'
import { words } from './words.ts'

interface Parts {
  readonly engine: Engine
  readonly window: () => BrowserWindow | null
}

const names = {
  csv: 'dandelion-runs.csv',
  'changes-csv': 'dandelion-changes.csv',
  json: 'dandelion-history.json',
} as const

/** Requests about what happened that need a person's word: where to write, what may be run. */
export function historyDialogs({ engine, window }: Parts) {
  return {
    async 'history.save'({ scheduleId, form }) {
      const defaultPath = join(app.getPath('documents'), names[form])
      const path = await placeFor(window(), { defaultPath })
      if (path !== null) await engine.saveHistory({ scheduleId, form, hasChanges: true }, path)
      return { path }
    },
    async 'hooks.choose'() {
      const options = { properties: ['openFile' as const] }
      const parent = window()
      const { filePaths } = parent
        ? await dialog.showOpenDialog(parent, options)
        : await dialog.showOpenDialog(options)
      return { program: filePaths[0] ?? null }
    },
    async 'hooks.command'({ command }) {
      if (command === null || (await mayRun(command, window()))) {
        return engine.setHookCommand(command)
      }
      return engine['hooks.state'](undefined)
    },
  } satisfies Partial<Handlers>
}

/** A window alone never decides what is run on this computer. */
async function mayRun(
  { program, args }: HookCommand,
  parent: BrowserWindow | null,
): Promise<boolean> {
  const question: MessageBoxOptions = {
    type: 'question',
    message: words.runTitle,
    detail: [program, ...args].join('\n'),
    buttons: [words.runYes, words.runNo],
    defaultId: 1,
    cancelId: 1,
  }
  const { response } = parent
    ? await dialog.showMessageBox(parent, question)
    : await dialog.showMessageBox(question)
  return response === 0
}
