/** What becomes of files, and when it is asked first: the same options for `sync` and `schedules add`. */
import type { ParseArgsOptionsConfig } from 'node:util'
import { newestModes, removeModes, type Sync, syncDefaults } from '../model/sync.ts'
import { bytesOf, noneOr, numberOf, oneOf } from './argument-values.ts'

const { removedFiles, removedShare, freeBytes } = syncDefaults.limits

export const syncRuleOptions = {
  remove: { type: 'string', default: syncDefaults.remove },
  'trash-days': { type: 'string', default: String(syncDefaults.trashDays) },
  newest: { type: 'string', default: syncDefaults.newest },
  'max-removed': { type: 'string', default: String(removedFiles) },
  'max-share': { type: 'string', default: String(removedShare * 100) },
  'max-fetch': { type: 'string', default: 'none' },
  'keep-free': { type: 'string', default: String(freeBytes) },
} satisfies ParseArgsOptionsConfig

export type SyncRuleValues = Readonly<Record<keyof typeof syncRuleOptions, string>>

export function syncRulesOf(values: SyncRuleValues): Omit<Sync, 'order'> {
  return {
    remove: oneOf('remove', values.remove, removeModes),
    trashDays: numberOf('trash-days', values['trash-days'], 3650),
    newest: oneOf('newest', values.newest, newestModes),
    limits: {
      removedFiles: noneOr('max-removed', values['max-removed'], numberOf),
      removedShare: noneOr('max-share', values['max-share'], shareOf),
      fetchBytes: noneOr('max-fetch', values['max-fetch'], bytesOf),
      freeBytes: noneOr('keep-free', values['keep-free'], bytesOf),
    },
  }
}

/** `20` or `20%`, as a part of one. */
function shareOf(option: string, text: string): number {
  return numberOf(option, text.replace(/\s*%$/, ''), 100) / 100
}
