import { CalendarClock, ExternalLink, Lock, Quote } from 'lucide-react'
import { Fragment } from 'react'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { About, OpenVersion, VersionRow } from '../../../main/model/listing.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { formatDate } from '../../format/time.ts'
import { t } from '../../locales/t.ts'
import { orderOf, useDraft } from '../../store/drafts.ts'
import { useSettings } from '../../store/engine.ts'
import { order, useAsked } from '../../store/queries.ts'
import { keepInStep } from '../../store/schedules.ts'
import { go } from '../../store/view.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Tag } from '../../ui/chip.tsx'
import { Choice } from '../../ui/choice.tsx'
import { tell } from '../../ui/toasts.tsx'
import styles from './dandiset-header.module.css'

interface HeaderProps {
  readonly dandiset: ArchiveRef
  readonly open: OpenVersion
}

export function DandisetHeader({ dandiset, open }: HeaderProps) {
  const { snapshot, snapshotId } = open
  const { data: about } = useAsked('version.about', { snapshotId })
  return (
    <header className={styles.header}>
      <div className={styles.first}>
        <span className={styles.id}>DANDI:{snapshot.dandisetId}</span>
        {snapshot.embargoed && (
          <span className={styles.embargo}>
            <Lock size={14} strokeWidth={1.75} aria-hidden />
            {t('embargoed')}
          </span>
        )}
        <VersionChoice dandiset={dandiset} open={open} />
        {about?.licenses.map((license) => (
          <Tag key={license} label={license.replace(/^spdx:/, '')} />
        ))}
        <span className={styles.space} />
        <KeepInStep dandiset={dandiset} version={snapshot.version} />
        <Actions about={about} />
      </div>
      <h1 className={styles.title} title={snapshot.title}>
        <bdi className="selectable">{snapshot.title || t('untitled')}</bdi>
      </h1>
      <Facts open={open} about={about} />
    </header>
  )
}

interface KeepInStepProps {
  readonly dandiset: ArchiveRef
  readonly version: string
}

/** A schedule that repeats what would be ordered now. */
function KeepInStep({ dandiset, version }: KeepInStepProps) {
  const draft = useDraft(dandiset)
  const settings = useSettings()
  const begin = () => {
    keepInStep(orderOf(dandiset, draft, settings), version)
    go({ screen: 'schedules' })
  }
  return (
    <Button look="quiet" icon={CalendarClock} onClick={begin}>
      {t('schedules.keep-in-step')}
    </Button>
  )
}

function Actions({ about }: { readonly about: About | undefined }) {
  if (!about) return null
  const cite = async () => {
    await order('clipboard.write', { text: about.citation })
    tell(t('cite.copied'))
  }
  const { url } = about
  return (
    <>
      {about.citation !== '' && (
        <Button look="quiet" icon={Quote} onClick={() => void cite()}>
          {t('cite')}
        </Button>
      )}
      {url !== null && (
        <IconButton
          icon={ExternalLink}
          label={t('browse')}
          onClick={() => void order('shell.browse', { url })}
        />
      )}
    </>
  )
}

function Facts({ open, about }: { readonly open: OpenVersion; readonly about: About | undefined }) {
  const { snapshot, listing } = open
  const files = snapshot.assetCount ?? listing.entries
  const facts = [
    t('files', { count: files, total: formatCount(files) }),
    snapshot.sizeBytes !== null && formatBytes(snapshot.sizeBytes),
    about?.subjects != null && t('subjects', { count: about.subjects }),
    about?.species.join(', '),
    snapshot.modifiedAt !== null && t('modified', { date: formatDate(snapshot.modifiedAt) }),
  ].filter((fact): fact is string => typeof fact === 'string' && fact !== '')
  return (
    <p className={styles.facts}>
      {facts.map((fact, index) => (
        <Fragment key={fact}>
          {index > 0 && <span aria-hidden> · </span>}
          <span>{fact}</span>
        </Fragment>
      ))}
      <span className={styles.why}>{t(`version.${snapshot.versionChoice}`)}</span>
    </p>
  )
}

function VersionChoice({ dandiset, open }: HeaderProps) {
  const { instance, dandisetId, version } = open.snapshot
  const { data = [] } = useAsked('dandiset.versions', { instance, dandisetId })
  const listed = data.some((row) => row.version === version)
  const options = data.map((row) => ({
    value: row.version,
    label: row.version,
    note: versionNote(row),
  }))
  return (
    <Choice
      name={t('version.name')}
      value={version}
      options={listed ? options : [{ value: version, label: version }, ...options]}
      onChange={(next) => go({ screen: 'dandiset', ref: { ...dandiset, version: next } })}
    />
  )
}

function versionNote(row: VersionRow): string {
  const files = t('files', { count: row.assetCount, total: formatCount(row.assetCount) })
  return [files, formatBytes(row.sizeBytes), formatDate(row.modifiedAt)].join(' · ')
}
