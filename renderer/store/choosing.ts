import type { ArchiveRef } from '../../main/model/entry.ts'
import type { FacetField } from '../../main/model/facts.ts'
import type { FileRow } from '../../main/model/files.ts'
import {
  type Filter,
  type Selection,
  tickMany,
  wantedOf,
  wanting,
} from '../../main/model/selection.ts'
import { request } from '../bridge.ts'
import { changeSelection } from './drafts.ts'
import { mutable } from './queries.ts'

/** What boxes, marks and menus of all views do to the one selection. */

export function changeFilter(dandiset: ArchiveRef, part: Partial<Filter>): void {
  changeSelection(dandiset, (now) => ({ ...now, filter: { ...now.filter, ...part } }))
}

/** All that the filter leaves, or nothing; a sample is forgotten. */
export function chooseAll(dandiset: ArchiveRef, on: boolean): void {
  const base = on ? 'all' : 'none'
  changeSelection(dandiset, (now) => ({ ...now, base, ticks: [], sample: null }))
}

export function choosePaths(dandiset: ArchiveRef, paths: readonly string[], on: boolean): void {
  changeSelection(dandiset, (now) => tickMany(now, paths, on))
}

/** One more value of a facet, or with `none` one more that must not be. */
export function addToFilter(
  dandiset: ArchiveRef,
  field: FacetField,
  values: readonly string[],
  side: 'any' | 'none' = 'any',
): void {
  changeSelection(dandiset, (now) => {
    const both = new Set([...wantedOf(now.filter, field, side), ...values])
    return { ...now, filter: wanting(now.filter, field, [...both], side) }
  })
}

/** Files of a subject, of a session, or of one session of one subject; null: none is stated. */
export interface Group {
  readonly subject?: string | null
  readonly session?: string | null
}

export interface Choice {
  readonly dandiset: ArchiveRef
  readonly snapshotId: number
  readonly selection: Selection
}

/**
 * Ticks the files of groups that all name the same of subject and session. A subject whose files
 * are all in its own folder becomes a tick of the folder, which tomorrow's draft obeys too; other
 * files are ticked one by one.
 */
export async function chooseGroups(
  choice: Choice,
  groups: readonly Group[],
  on: boolean,
): Promise<void> {
  const filter = within(choice.selection.filter, groups)
  const files = await filesOf(choice.snapshotId, { ...choice.selection, filter })
  const wanted = new Set(groups.map((group) => keyOf(group, group)))
  const [shape = {}] = groups
  const meant = files.filter((file) => wanted.has(keyOf(file, shape)))
  const whole = shape.session === undefined
  const paths = whole ? subjectTicks(meant) : meant.map((file) => file.path)
  choosePaths(choice.dandiset, paths, on)
}

/** Of what a group names, no more: a file's session does not matter where groups name none. */
function keyOf(of: Group, { subject, session }: Group): string {
  return JSON.stringify([
    subject === undefined ? 0 : (of.subject ?? null),
    session === undefined ? 0 : (of.session ?? null),
  ])
}

function subjectTicks(files: readonly FileRow[]): readonly string[] {
  const bySubject = new Map<string | null, string[]>()
  for (const { subject, path } of files) {
    const known = bySubject.get(subject)
    if (known) known.push(path)
    else bySubject.set(subject, [path])
  }
  return [...bySubject].flatMap(([subject, paths]) => {
    const folder = `sub-${subject}/`
    return subject !== null && paths.every((path) => path.startsWith(folder)) ? [folder] : paths
  })
}

const most = 5000

async function filesOf(snapshotId: number, selection: Selection): Promise<readonly FileRow[]> {
  const rows: FileRow[] = []
  for (;;) {
    const page = await request('files.page', {
      snapshotId,
      selection: mutable(selection),
      sort: [],
      scope: 'in-sight',
      offset: rows.length,
      limit: most,
    })
    rows.push(...page.rows)
    if (page.rows.length === 0 || rows.length >= page.total) return rows
  }
}

function within(filter: Filter, groups: readonly Group[]): Filter {
  const subjects = groups.flatMap((it) => (it.subject === undefined ? [] : [it.subject ?? '']))
  const sessions = groups.flatMap((it) => (it.session === undefined ? [] : [it.session ?? '']))
  const one = (now: Filter, field: 'subject' | 'session', values: readonly string[]) =>
    values.length === 0 ? now : wanting(now, field, [...new Set(values)])
  return one(one(filter, 'subject', subjects), 'session', sessions)
}
