import { ListTree, Rows3 } from 'lucide-react'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { OpenVersion } from '../../../main/model/listing.ts'
import { t } from '../../locales/t.ts'
import { type FileView, showFilesAs, useFileView } from '../../store/file-view.ts'
import { IconButton } from '../../ui/button.tsx'
import { ColumnsMenu } from './columns-menu.tsx'
import { FileTable, fileColumnTitle, fileTableColumns, fileTableId } from './file-table.tsx'
import { FileTree } from './file-tree.tsx'
import styles from './files-tab.module.css'

interface FilesTabProps {
  readonly dandiset: ArchiveRef
  readonly open: OpenVersion
}

export function FilesTab({ dandiset, open }: FilesTabProps) {
  const view = useFileView()
  return view === 'tree' ? (
    <FileTree dandiset={dandiset} open={open} />
  ) : (
    <FileTable dandiset={dandiset} open={open} />
  )
}

const views = [
  { view: 'tree', icon: ListTree },
  { view: 'table', icon: Rows3 },
] as const

/** As a tree or as a table, and which columns the table has. */
export function FileViewSwitch() {
  const shown = useFileView()
  return (
    <div className={styles.switch}>
      {shown === 'table' && (
        <ColumnsMenu list={fileTableId} columns={fileTableColumns} title={fileColumnTitle} />
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset has no toolbar's look */}
      <div role="group" aria-label={t('view.name')} className={styles.views}>
        {views.map(({ view, icon }) => (
          <IconButton
            key={view}
            icon={icon}
            label={t(`view.${view satisfies FileView}`)}
            aria-pressed={shown === view}
            className={styles.view ?? ''}
            onClick={() => showFilesAs(view)}
          />
        ))}
      </div>
    </div>
  )
}
