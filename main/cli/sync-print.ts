/** Plans and results of syncs, as a terminal shows them. */
import { formatBytes } from '../../renderer/format/bytes.ts'
import { askText } from '../../renderer/locales/ask-text.ts'
import type { SyncKind, SyncPlan, SyncResult } from '../model/sync.ts'
import { count, sentence } from './print.ts'

const marks: Readonly<Record<SyncKind, string>> = {
  add: '+ add     ',
  update: '~ replace ',
  rename: '> rename  ',
  vanish: '- gone    ',
  check: '? check   ',
  conflict: '! yours   ',
  problem: '✗ problem ',
  keep: '= keep    ',
}

export function planText({ rows, tallies, folder, version, remove, ...plan }: SyncPlan): string {
  const lines = rows.map(({ kind, localPath, from, sizeBytes, failure }) => {
    const was = from === null ? '' : `${from} → `
    const why = failure ? `: ${sentence(failure)}` : ''
    return `${marks[kind]} ${formatBytes(sizeBytes).padStart(9)}  ${was}${localPath}${why}\n`
  })
  const told = tallies.add.files + tallies.update.files + tallies.rename.files
  const all = told + tallies.vanish.files + tallies.conflict.files + tallies.problem.files
  const more = all - rows.length
  const gone = { keep: 'kept', trash: 'to the trash', delete: 'deleted' }[remove]
  const parts = [
    `${count(tallies.keep.files + tallies.check.files)} in place`,
    part(tallies.add.files, 'new'),
    part(tallies.update.files, 'changed'),
    part(tallies.rename.files, 'renamed'),
    part(tallies.vanish.files, `gone in the archive, ${gone}`),
    part(tallies.conflict.files, 'that you changed, left as they are'),
    `${formatBytes(plan.bytesToFetch)} to fetch, ${formatBytes(plan.freeBytes)} free`,
  ].filter((text) => text !== '')
  const asks = plan.asks.map((ask) => `${askText(ask)}\n`)
  const rest = more > 0 ? `and ${more.toLocaleString('en')} more\n` : ''
  return `${lines.join('')}${rest}${version}: ${parts.join(' · ')}\n${asks.join('')}${folder}\n`
}

function part(files: number, words: string): string {
  return files === 0 ? '' : `${files.toLocaleString('en')} ${words}`
}

export function resultText(result: SyncResult): string {
  if (result.outcome === 'asks') return ''
  const { added, changed, renamed, removed, failed, conflicts, bytes, folder } = result
  const parts = [
    part(added, 'added'),
    part(changed, 'changed'),
    part(renamed, 'renamed'),
    part(removed, 'removed'),
    part(failed, 'failed'),
    part(conflicts, 'left as you changed them'),
    bytes > 0 ? formatBytes(bytes) : '',
  ].filter((text) => text !== '')
  const text = parts.length === 0 ? 'Nothing had changed.' : parts.join(' · ')
  return `${text}\n${folder}\n`
}
