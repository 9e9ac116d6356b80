import type { FollowFind } from '../../../main/model/follow.ts'
import { t } from '../../locales/t.ts'
import { openFind } from '../../store/follow.ts'
import styles from './found-part.module.css'

/** Dandisets that were new to a person's rules in the night. */
export function FoundPart({ finds }: { readonly finds: readonly FollowFind[] }) {
  return (
    <section className={styles.found} aria-label={t('follow.found')}>
      <h2 className={styles.title}>{t('follow.found')}</h2>
      <ul>
        {finds.map((find) => (
          <li key={find.id}>
            <button type="button" className={styles.open} onClick={() => openFind(find)}>
              <bdi className={styles.name}>{find.title}</bdi>
              <span className={styles.note}>
                DANDI:{find.dandisetId} · {find.ruleName}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
