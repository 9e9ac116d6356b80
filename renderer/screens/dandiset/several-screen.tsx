import { ChevronRight } from 'lucide-react'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import { t } from '../../locales/t.ts'
import { refKey } from '../../store/drafts.ts'
import { go } from '../../store/view.ts'
import styles from './several-screen.module.css'

/** Several identifiers pasted at once: each opens, none is fetched unseen. */
export function SeveralScreen({ refs }: { readonly refs: readonly ArchiveRef[] }) {
  return (
    <div className={styles.screen}>
      <h1 className={styles.title}>{t('several.title', { count: refs.length })}</h1>
      <p className={styles.lead}>{t('several.text')}</p>
      <ul>
        {refs.map((ref) => (
          <li key={refKey(ref)}>
            <button
              type="button"
              className={styles.row}
              onClick={() => go({ screen: 'dandiset', ref })}
            >
              <span className={styles.id}>{ref.dandisetId ? `DANDI:${ref.dandisetId}` : '–'}</span>
              <span className={styles.version}>{ref.version ?? t('several.newest')}</span>
              <bdi className={styles.pick}>{pickWords(ref)}</bdi>
              <ChevronRight size={16} strokeWidth={1.5} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
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
