import { Lock } from 'lucide-react'
import type { MouseEvent } from 'react'
import type { CatalogueRow } from '../../../main/model/catalogue.ts'
import { speciesLabel } from '../../../main/model/catalogue-facts.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { formatDate } from '../../format/time.ts'
import { t } from '../../locales/t.ts'
import { CheckBox } from '../../ui/check-box.tsx'
import { classes } from '../../ui/class-names.ts'
import { Cell, GridRow } from '../../ui/grid.tsx'
import { Marked } from '../../ui/marked.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { RowPlace } from '../../ui/virtual-rows.tsx'
import { short } from './facet-words.ts'
import styles from './result-row.module.css'

interface ResultRowProps {
  readonly place: RowPlace
  /** Absent while its page is on the way. */
  readonly row: CatalogueRow | undefined
  /** A third line says where the words of the search were found. */
  readonly withExcerpt: boolean
  readonly previewed: boolean
  readonly picked: boolean
  readonly onClick: (event: MouseEvent) => void
  readonly onPick: () => void
  readonly onOpen: () => void
}

export function ResultRow(props: ResultRowProps) {
  const { place, row, picked } = props
  return (
    <GridRow
      {...place.row}
      aria-selected={picked}
      aria-busy={row === undefined}
      data-previewed={props.previewed ? '' : undefined}
      className={styles.row}
      onClick={props.onClick}
      onDoubleClick={props.onOpen}
    >
      <Cell className={styles.pick}>
        {row && (
          <CheckBox
            state={picked ? 'on' : 'off'}
            label={t('discover.pick', { id: row.id })}
            tabIndex={-1}
            onChange={props.onPick}
          />
        )}
      </Cell>
      <Cell className={styles.cell}>
        {row ? <Lines row={row} withExcerpt={props.withExcerpt} /> : <Waiting {...props} />}
      </Cell>
    </GridRow>
  )
}

function Lines({ row, withExcerpt }: Pick<ResultRowProps, 'withExcerpt'> & { row: CatalogueRow }) {
  return (
    <>
      <div className={styles.first}>
        <bdi className={styles.title} title={row.title}>
          {row.title === '' ? t('untitled') : <Marked text={row.title} marks={row.titleMatches} />}
        </bdi>
        {row.embargoed && (
          <span className={styles.embargo}>
            <Lock size={12} strokeWidth={2} aria-hidden />
            {t('embargoed')}
          </span>
        )}
      </div>
      <Facts row={row} />
      {withExcerpt && (
        <div className={styles.excerpt}>
          <bdi>
            {row.excerpt === null ? (
              aside(row)
            ) : (
              <Marked text={row.excerpt} marks={row.excerptMatches} />
            )}
          </bdi>
        </div>
      )}
    </>
  )
}

/** Where nothing but the title matched. */
function aside(row: CatalogueRow): string {
  return [row.contact, row.keywords.join(', ')].filter((it) => it !== '').join(' · ')
}

function Facts({ row }: { readonly row: CatalogueRow }) {
  return (
    <div className={styles.facts}>
      <span>{row.id}</span>
      <bdi>{row.species.map((it) => short('species', speciesLabel(it))).join(', ')}</bdi>
      <span className={classes(styles.number, styles.subjects)}>
        {row.subjects !== null &&
          t('catalogue.subjects', { count: row.subjects, total: formatCount(row.subjects) })}
      </span>
      <span className={styles.number}>{formatBytes(row.sizeBytes)}</span>
      <span className={styles.version}>{row.version}</span>
      <span>{formatDate(row.modifiedAt)}</span>
    </div>
  )
}

function Waiting({ place, withExcerpt }: Pick<ResultRowProps, 'place' | 'withExcerpt'>) {
  return (
    <>
      <div className={styles.first}>
        <Skeleton width={`${42 + ((place.index * 17) % 40)}%`} />
      </div>
      <div>
        <Skeleton width="320px" />
        <span className="visually-hidden">{t('loading')}</span>
      </div>
      {withExcerpt && <Skeleton width="60%" />}
    </>
  )
}
