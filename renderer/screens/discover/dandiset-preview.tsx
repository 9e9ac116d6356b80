import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { CatalogueDetail, CatalogueRow } from '../../../main/model/catalogue.ts'
import { speciesLabel } from '../../../main/model/catalogue-facts.ts'
import type { VersionRow } from '../../../main/model/listing.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { formatDate } from '../../format/time.ts'
import { t } from '../../locales/t.ts'
import { useDiscover } from '../../store/discover.ts'
import { useSettings } from '../../store/engine.ts'
import { useAsked } from '../../store/queries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import styles from './dandiset-preview.module.css'
import { short } from './facet-words.ts'

interface PreviewProps {
  readonly dandisetId: string
  /** What the list knows already. */
  readonly known: CatalogueRow | undefined
  readonly onOpen: (version: string | null) => void
  readonly onClose: () => void
}

/** One dandiset as the kept catalogue knows it; nothing is asked of the archive. */
export function DandisetPreview({ dandisetId, known, onOpen, onClose }: PreviewProps) {
  const { instance } = useSettings()
  const { data } = useAsked('catalogue.dandiset', { instance, dandisetId })
  const row = data?.row ?? known
  const isPicking = useDiscover((state) => state.picked.length > 0)
  return (
    <aside className={styles.preview} aria-label={t('preview.name', { id: dandisetId })}>
      <header className={styles.head}>
        <span className={styles.id}>DANDI:{dandisetId}</span>
        <IconButton icon={X} label={t('preview.close')} onClick={onClose} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className={styles.body} aria-label={t('preview.facts')} tabIndex={0}>
        {row && (
          <>
            <h2 className="selectable">
              <bdi>{row.title || t('untitled')}</bdi>
            </h2>
            <Facts row={row} />
          </>
        )}
        {data ? (
          <Detail detail={data} onOpen={onOpen} />
        ) : (
          <SkeletonLines widths={['94%', '100%', '88%', '60%']} />
        )}
      </section>
      <footer className={styles.foot}>
        <Button
          look={isPicking ? 'plain' : 'primary'}
          className={styles.open ?? ''}
          onClick={() => onOpen(null)}
        >
          {t('preview.open')}
        </Button>
      </footer>
    </aside>
  )
}

function Facts({ row }: { readonly row: CatalogueRow }) {
  const techniques = row.techniques.map((it) => short('technique', it))
  return (
    <dl className={styles.facts}>
      <Fact name={t('fact.size')}>{formatBytes(row.sizeBytes)}</Fact>
      <Fact name={t('fact.files')}>{formatCount(row.files)}</Fact>
      <Fact name={t('fact.subjects')}>
        {row.subjects === null ? '' : formatCount(row.subjects)}
      </Fact>
      <Fact name={t('about.species')}>{row.species.map(speciesLabel).join(', ')}</Fact>
      <Fact name={t('about.techniques')}>{techniques.join(', ')}</Fact>
      <Fact name={t('fact.standards')}>
        {row.standards.map((it) => short('standard', it)).join(', ')}
      </Fact>
      <Fact name={t('about.licence')}>
        {row.licenses.map((it) => short('license', it)).join(', ')}
      </Fact>
      <Fact name={t('fact.contact')}>{row.contact}</Fact>
      <Fact name={t('fact.modified')}>{formatDate(row.modifiedAt)}</Fact>
    </dl>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  if (children === '') return null
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd className="selectable">
        <bdi>{children}</bdi>
      </dd>
    </div>
  )
}

interface DetailProps {
  readonly detail: CatalogueDetail
  readonly onOpen: (version: string) => void
}

function Detail({ detail, onOpen }: DetailProps) {
  const { about, versions } = detail
  return (
    <>
      {about !== null && about.description !== '' && (
        <p className={styles.description}>
          <bdi className="selectable">{about.description}</bdi>
        </p>
      )}
      {about !== null && about.keywords.length > 0 && (
        <p className={styles.muted}>
          <bdi>{about.keywords.join(' · ')}</bdi>
        </p>
      )}
      <h3 className={styles.heading}>{t('preview.versions')}</h3>
      <ul>
        {versions.map((version) => (
          <li key={version.version}>
            <button
              type="button"
              className={styles.version}
              onClick={() => onOpen(version.version)}
            >
              <VersionFacts version={version} />
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

function VersionFacts({ version }: { readonly version: VersionRow }) {
  return (
    <>
      <span>
        <span className="visually-hidden">{t('preview.open-version')} </span>
        {version.version}
      </span>
      <span className={styles.muted}>{formatBytes(version.sizeBytes)}</span>
      <span className={styles.muted}>{formatDate(version.modifiedAt)}</span>
    </>
  )
}
