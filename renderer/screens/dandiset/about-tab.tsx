import type { ReactNode } from 'react'
import type { About, ToldAbout } from '../../../main/model/listing.ts'
import { failureFrom } from '../../bridge.ts'
import { formatAgo } from '../../format/time.ts'
import { failureText } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import { order, useAsked } from '../../store/queries.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import styles from './about-tab.module.css'

export function AboutTab({ snapshotId }: { readonly snapshotId: number }) {
  const { data, error, refetch } = useAsked('version.about', { snapshotId })
  return (
    <div className={styles.tab}>
      {data?.kept && !error && <Kept kept={data.kept} onAgain={() => void refetch()} />}
      <div className={styles.page}>
        {error && (
          <FailureNote
            failure={failureFrom(error)}
            actions={<Button onClick={() => void refetch()}>{t('again')}</Button>}
          />
        )}
        {data && !error && <Text about={data} />}
        {!(data || error) && <SkeletonLines widths={['90%', '84%', '88%', '40%']} />}
      </div>
    </div>
  )
}

interface KeptProps {
  readonly kept: NonNullable<ToldAbout['kept']>
  readonly onAgain: () => void
}

/** Nobody answered: how old the words are. */
function Kept({ kept: { at, failure }, onAgain }: KeptProps) {
  return (
    <Notice
      tone="info"
      title={t('about.kept', { age: formatAgo(at, Date.now()) })}
      text={failureText(failure).what}
      actions={<Button onClick={onAgain}>{t('again')}</Button>}
    />
  )
}

function Text({ about }: { readonly about: About }) {
  const { doi } = about
  return (
    <article className={styles.text}>
      <p className={styles.description} dir="auto">
        {about.description || t('about.no-description')}
      </p>
      <dl className={styles.facts}>
        <Fact name={t('about.species')} values={about.species} />
        <Fact name={t('about.approaches')} values={about.approaches} />
        <Fact name={t('about.techniques')} values={about.techniques} />
        <Fact name={t('about.variables')} values={about.variables} />
        <Fact name={t('about.keywords')} values={about.keywords} />
        <Fact
          name={t('about.licence')}
          values={about.licenses.map((it) => it.replace(/^spdx:/, ''))}
        />
        {doi !== null && (
          <Row name="DOI">
            <Button
              look="quiet"
              className={styles.link ?? ''}
              onClick={() => void order('shell.browse', { url: `https://doi.org/${doi}` })}
            >
              {doi}
            </Button>
          </Row>
        )}
        <Row name={t('about.citation')}>{about.citation}</Row>
        <Row name={t('about.contributors')}>
          <Contributors about={about} />
        </Row>
      </dl>
    </article>
  )
}

function Contributors({ about }: { readonly about: About }) {
  return (
    <ul>
      {about.contributors.map((person) => (
        <li key={person.name}>
          <bdi>{person.name}</bdi>
          {person.roles.length > 0 && (
            <span className={styles.roles}> · {person.roles.map(roleWord).join(', ')}</span>
          )}
        </li>
      ))}
    </ul>
  )
}

/** `dcite:DataCurator` as "data curator". */
function roleWord(role: string): string {
  return role
    .replace(/^\w+:/, '')
    .replace(/(?<=[a-z])([A-Z])/g, ' $1')
    .toLowerCase()
}

function Fact({ name, values }: { readonly name: string; readonly values: readonly string[] }) {
  if (values.length === 0) return null
  return <Row name={name}>{values.join(', ')}</Row>
}

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
