import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import { t } from '../../locales/t.ts'
import { go } from '../../store/view.ts'
import { Option } from '../../ui/option.tsx'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import styles from './several-screen.module.css'

const rowHeight = 40

/** Several identifiers pasted at once: each opens, none is fetched unseen. */
export function SeveralScreen({ refs }: { readonly refs: readonly ArchiveRef[] }) {
  const [active, setActive] = useState(0)
  const open = (index: number) => {
    const ref = refs[index]
    if (ref) go({ screen: 'dandiset', ref })
  }
  const title = t('several.title', { count: refs.length })
  return (
    <div className={styles.screen}>
      <h1 className={styles.title}>{title}</h1>
      <p className={styles.lead}>{t('several.text')}</p>
      <VirtualRows
        role="listbox"
        id="identifiers"
        label={title}
        count={refs.length}
        rowHeight={rowHeight}
        active={active}
        onActive={setActive}
        onKey={(event, index) => {
          if (event.key === 'Enter') open(index)
          return event.key === 'Enter'
        }}
      >
        {({ id, index, active: isActive }) => {
          const ref = refs[index]
          if (!ref) return null
          return (
            <Option
              id={id}
              className={styles.row}
              at={index}
              of={refs.length}
              aria-selected={isActive}
              data-active={isActive ? '' : undefined}
              onClick={() => open(index)}
            >
              <span className={styles.id}>{ref.dandisetId ? `DANDI:${ref.dandisetId}` : '–'}</span>
              <span className={styles.version}>{ref.version ?? t('several.newest')}</span>
              <bdi className={styles.pick}>{pickWords(ref)}</bdi>
              <ChevronRight size={16} strokeWidth={1.5} aria-hidden />
            </Option>
          )
        }}
      </VirtualRows>
    </div>
  )
}

function pickWords({ pick }: ArchiveRef): string {
  switch (pick.kind) {
    case 'dandiset':
      return t('pick.dandiset')
    case 'folder':
    case 'item':
      return pick.path
    case 'prefix':
      return `${pick.prefix}*`
    case 'glob':
      return pick.pattern
    case 'asset':
      return t('pick.asset', { id: pick.assetId })
    case 'blob':
      return t('pick.blob', { id: pick.blobId })
    case 'zarr':
      return t('pick.zarr', { id: pick.zarrId })
    case 'dandiset-yaml':
      return 'dandiset.yaml'
    default:
      return pick satisfies never
  }
}
