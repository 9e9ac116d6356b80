import { Check, Copy, Filter as FilterIcon, FilterX, PanelRight, X } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { FileColumn, FileRow } from '../../../main/model/files.ts'
import type { OpenVersion } from '../../../main/model/listing.ts'
import type { Selection } from '../../../main/model/selection.ts'
import { request } from '../../bridge.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { speciesWord } from '../../format/species.ts'
import { formatDate } from '../../format/time.ts'
import { t } from '../../locales/t.ts'
import { openAsset } from '../../store/asset-panel.ts'
import { addToFilter, chooseAll, choosePaths } from '../../store/choosing.ts'
import type { Column } from '../../store/columns.ts'
import { useDraft } from '../../store/drafts.ts'
import { mutable, order } from '../../store/queries.ts'
import { FileName } from '../../ui/file-name.tsx'
import type { MenuEntry } from '../../ui/menu.tsx'
import { tell } from '../../ui/toasts.tsx'
import { fileBox, rootState } from './box-state.ts'
import { useArrangement } from './list-table.tsx'
import { ListedTable } from './listed-table.tsx'
import type { Marks } from './use-marks.ts'
import { useRows } from './use-rows.ts'

interface FileTableProps {
  readonly dandiset: ArchiveRef
  readonly open: OpenVersion
}

export const fileTableColumns: readonly Column<FileColumn>[] = [
  { key: 'name', width: 280, least: 160, fixed: true },
  { key: 'subject', width: 116, least: 64 },
  { key: 'session', width: 128, least: 64 },
  { key: 'modality', width: 116, least: 64 },
  { key: 'species', width: 120, least: 64, hidden: true },
  { key: 'sex', width: 64, least: 48, hidden: true },
  { key: 'age', width: 84, least: 56, hidden: true },
  { key: 'genotype', width: 120, least: 64, hidden: true },
  { key: 'type', width: 76, least: 56 },
  { key: 'dataType', width: 88, least: 64, hidden: true },
  { key: 'technique', width: 160, least: 80, hidden: true },
  { key: 'approach', width: 160, least: 80, hidden: true },
  { key: 'variable', width: 160, least: 80, hidden: true },
  { key: 'path', width: 320, least: 120, hidden: true },
  { key: 'sizeBytes', width: 92, least: 72, numeric: true },
  { key: 'modifiedAt', width: 104, least: 88 },
]

export const fileTableId = 'file-table'
export const fileColumnTitle = (key: FileColumn) => t(`file-column.${key}`)

/** All files in sight, one a row, by any of their facts. */
export function FileTable({ dandiset, open }: FileTableProps) {
  const { selection } = useDraft(dandiset)
  const { snapshotId } = open
  const { sort } = useArrangement(fileTableId, fileTableColumns)
  const by = useMemo(() => sort.map(({ key, descending }) => ({ by: key, descending })), [sort])
  const rows = useRows<FileRow>(snapshotId, questionOf(selection, by), (offset, limit) =>
    request('files.page', {
      snapshotId,
      selection: mutable(selection),
      sort: mutable(by),
      scope: 'in-sight',
      offset,
      limit,
    }),
  )
  return (
    <ListedTable
      dandiset={dandiset}
      open={open}
      id={fileTableId}
      label={t('tree.name')}
      columns={fileTableColumns}
      title={fileColumnTitle}
      rows={rows}
      keyOf={pathOf}
      nameOf={nameOf}
      cell={fileCell}
      boxOf={(row) => fileBox(row, selection)}
      allBox={rootState(selection)}
      onOpen={(row) => openAsset(snapshotId, row.path)}
      onTick={(marks, on) => tickFiles(dandiset, marks, on)}
      menu={(marks) => [...detailsOf(snapshotId, marks), ...menuOf(dandiset, marks)]}
    />
  )
}

const pathOf = (row: FileRow) => row.path
const nameOf = (row: FileRow) => row.name

/** Boxes follow ticks without asking; only a sample must be asked which files it takes. */
function questionOf(selection: Selection, by: readonly unknown[]): string {
  const { filter, sample } = selection
  return JSON.stringify(sample === null ? [filter, by] : [selection, by])
}

function fileCell(row: FileRow, key: FileColumn): ReactNode {
  switch (key) {
    case 'sizeBytes':
      return formatBytes(row.sizeBytes)
    case 'modifiedAt':
      return formatDate(row.modifiedAt)
    case 'modality':
      return row.modalities.join(', ')
    case 'technique':
      return <bdi title={row.techniques.join(', ')}>{row.techniques.join(', ')}</bdi>
    case 'approach':
      return <bdi title={row.approaches.join(', ')}>{row.approaches.join(', ')}</bdi>
    case 'variable':
      return <bdi title={row.variables.join(', ')}>{row.variables.join(', ')}</bdi>
    case 'species':
      return <bdi title={row.species ?? ''}>{speciesWord(row.species ?? '')}</bdi>
    case 'name':
      return <FileName name={row.name} title={row.path} />
    default:
      return <bdi>{row[key]}</bdi>
  }
}

function tickFiles(dandiset: ArchiveRef, marks: Marks<FileRow>, on: boolean): void {
  if (marks.kind === 'all') chooseAll(dandiset, on)
  else choosePaths(dandiset, [...marks.rows.keys()], on)
}

function detailsOf(snapshotId: number, { kind, rows }: Marks<FileRow>): readonly MenuEntry[] {
  const [file, ...more] = rows.values()
  const single = kind === 'some' && more.length === 0
  return [
    {
      label: t('asset.details'),
      icon: PanelRight,
      keys: t('key.enter'),
      disabled: !single || !file,
      act: () => file && openAsset(snapshotId, file.path),
    },
  ]
}

/** What can be done with marked files. */
function menuOf(dandiset: ArchiveRef, marks: Marks<FileRow>): readonly MenuEntry[] {
  const files = [...marks.rows.values()]
  const count = marks.kind === 'all' ? null : files.length
  const none = count === 0
  const values = (field: 'subject' | 'session') => [
    ...new Set(files.map((file) => file[field] ?? '')),
  ]
  const subjects = values('subject')
  const sessions = values('session')
  return [
    {
      label: many('mark.choose', count),
      icon: Check,
      apart: true,
      keys: t('key.space'),
      disabled: none,
      act: () => tickFiles(dandiset, marks, true),
    },
    {
      label: many('mark.leave', count),
      icon: X,
      disabled: none,
      act: () => tickFiles(dandiset, marks, false),
    },
    {
      label: t('mark.this-subject', { count: subjects.length }),
      icon: FilterIcon,
      apart: true,
      disabled: subjects.length === 0,
      act: () => addToFilter(dandiset, 'subject', subjects),
    },
    {
      label: t('mark.this-session', { count: sessions.length }),
      icon: FilterIcon,
      disabled: sessions.length === 0,
      act: () => addToFilter(dandiset, 'session', sessions),
    },
    {
      label: t('mark.not-subject', { count: subjects.length }),
      icon: FilterX,
      disabled: subjects.length === 0,
      act: () => addToFilter(dandiset, 'subject', subjects, 'none'),
    },
    {
      label: t('mark.copy', { count: count ?? 2 }),
      icon: Copy,
      apart: true,
      disabled: marks.kind === 'all' || none,
      act: () => void copy(files.map(pathOf)),
    },
  ]
}

function many(key: 'mark.choose' | 'mark.leave', count: number | null): string {
  return count === null ? t(`${key}.all`) : t(key, { count, total: formatCount(count) })
}

async function copy(paths: readonly string[]): Promise<void> {
  await order('clipboard.write', { text: paths.join('\n') })
  tell(t('mark.copied', { count: paths.length, total: formatCount(paths.length) }))
}
