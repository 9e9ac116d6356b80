import { Check, Filter as FilterIcon, FilterX, X } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { SubjectColumn, SubjectRow } from '../../../main/model/files.ts'
import type { OpenVersion } from '../../../main/model/listing.ts'
import { failureFrom, request } from '../../bridge.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { formatAge } from '../../format/range.ts'
import { speciesWord } from '../../format/species.ts'
import { t } from '../../locales/t.ts'
import { addToFilter, type Choice, chooseAll, chooseGroups } from '../../store/choosing.ts'
import type { Column } from '../../store/columns.ts'
import { useDraft } from '../../store/drafts.ts'
import { mutable } from '../../store/queries.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { tellFailure } from '../../ui/toasts.tsx'
import { rootState } from './box-state.ts'
import { ColumnsMenu } from './columns-menu.tsx'
import { useArrangement } from './list-table.tsx'
import { ListedTable } from './listed-table.tsx'
import type { Marks } from './use-marks.ts'
import { useRows } from './use-rows.ts'

interface SubjectsTabProps {
  readonly dandiset: ArchiveRef
  readonly open: OpenVersion
}

type Key = SubjectColumn | 'modalities'

const subjectTableColumns: readonly Column<Key>[] = [
  { key: 'id', width: 132, least: 100, fixed: true },
  { key: 'species', width: 120, least: 64 },
  { key: 'sex', width: 64, least: 48 },
  { key: 'age', width: 88, least: 56 },
  { key: 'genotype', width: 148, least: 64 },
  { key: 'modalities', width: 192, least: 80, unsortable: true },
  { key: 'sessions', width: 84, least: 72, numeric: true },
  { key: 'files', width: 72, least: 56, numeric: true },
  { key: 'sizeBytes', width: 84, least: 72, numeric: true },
]

const subjectTableId = 'subject-table'
const subjectColumnTitle = (key: Key) => t(`subject-column.${key}`)

export function SubjectColumnsMenu() {
  return (
    <ColumnsMenu list={subjectTableId} columns={subjectTableColumns} title={subjectColumnTitle} />
  )
}

/** One row a subject with what its files say; a box takes all of its files. */
export function SubjectsTab({ dandiset, open }: SubjectsTabProps) {
  const { selection } = useDraft(dandiset)
  const { snapshotId } = open
  const choice = { dandiset, snapshotId, selection }
  const { sort } = useArrangement(subjectTableId, subjectTableColumns)
  const by = useMemo(
    () =>
      sort.flatMap(({ key, descending }) =>
        key === 'modalities' ? [] : [{ by: key, descending }],
      ),
    [sort],
  )
  const question = JSON.stringify([selection, by])
  const rows = useRows<SubjectRow>(snapshotId, question, (offset, limit) =>
    request('subjects.page', {
      snapshotId,
      selection: mutable(selection),
      sort: mutable(by),
      offset,
      limit,
    }),
  )
  return (
    <ListedTable
      dandiset={dandiset}
      open={open}
      id={subjectTableId}
      label={t('subjects.name')}
      columns={subjectTableColumns}
      title={subjectColumnTitle}
      rows={rows}
      keyOf={idOf}
      nameOf={nameOf}
      cell={subjectCell}
      boxOf={boxOf}
      allBox={rootState(selection)}
      onTick={(marks, on) => tickSubjects(choice, marks, on)}
      menu={(marks) => menuOf(choice, marks)}
    />
  )
}

/** A name cannot hold a line break: it stands for files without a subject. */
const idOf = (row: SubjectRow) => row.id ?? '\n'
const nameOf = (row: SubjectRow) => row.id ?? t('subjects.none')

function boxOf({ chosenFiles, files }: SubjectRow) {
  if (chosenFiles === 0) return 'off'
  return chosenFiles === files ? 'on' : 'some'
}

function subjectCell(row: SubjectRow, key: Key): ReactNode {
  switch (key) {
    case 'id':
      return row.id === null ? <em>{t('subjects.none')}</em> : <bdi>{row.id}</bdi>
    case 'sizeBytes':
      return formatBytes(row.sizeBytes)
    case 'sessions':
    case 'files':
      return formatCount(row[key])
    case 'modalities':
      return <bdi title={row.modalities.join(', ')}>{row.modalities.join(', ')}</bdi>
    case 'age':
      return <Age row={row} />
    case 'species':
      return <bdi title={row.species ?? ''}>{speciesWord(row.species ?? '')}</bdi>
    default:
      return <bdi title={row[key] ?? ''}>{row[key]}</bdi>
  }
}

function Age({ row: { age, ageDays } }: { readonly row: SubjectRow }) {
  if (age === null) return null
  if (ageDays === null) {
    return <bdi title={t('subjects.age.odd', { age })}>{t('subjects.age.as', { age })}</bdi>
  }
  return <span title={t('subjects.age.written', { age })}>{formatAge(ageDays)}</span>
}

function tickSubjects(choice: Choice, marks: Marks<SubjectRow>, on: boolean): void {
  const groups = [...marks.rows.values()].map((row) => ({ subject: row.id }))
  if (marks.kind === 'all') chooseAll(choice.dandiset, on)
  else void chooseGroups(choice, groups, on).catch((error) => tellFailure(failureFrom(error)))
}

function menuOf(choice: Choice, marks: Marks<SubjectRow>): readonly MenuEntry[] {
  const ids = [...marks.rows.values()].map((row) => row.id ?? '')
  const all = marks.kind === 'all'
  const none = !all && ids.length === 0
  const tally = { count: ids.length, total: formatCount(ids.length) }
  return [
    {
      label: all ? t('mark.choose.all') : t('subjects.choose', tally),
      icon: Check,
      keys: t('key.space'),
      disabled: none,
      act: () => tickSubjects(choice, marks, true),
    },
    {
      label: all ? t('mark.leave.all') : t('subjects.leave', tally),
      icon: X,
      disabled: none,
      act: () => tickSubjects(choice, marks, false),
    },
    {
      label: t('mark.this-subject', tally),
      icon: FilterIcon,
      apart: true,
      disabled: all || none,
      act: () => addToFilter(choice.dandiset, 'subject', ids),
    },
    {
      label: t('mark.not-subject', tally),
      icon: FilterX,
      disabled: all || none,
      act: () => addToFilter(choice.dandiset, 'subject', ids, 'none'),
    },
  ]
}
