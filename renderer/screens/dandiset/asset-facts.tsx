import { ClipboardCopy, WifiOff } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AssetDetail, Fact, FactGroup } from '../../../main/model/asset-detail.ts'
import { failureFrom } from '../../bridge.ts'
import { formatAge } from '../../format/age.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { formatDateTime } from '../../format/time.ts'
import { failureText } from '../../locales/failure-text.ts'
import { t, tIfKnown } from '../../locales/t.ts'
import type { OpenedAsset } from '../../store/asset-panel.ts'
import { useAsked } from '../../store/queries.ts'
import { IconButton } from '../../ui/button.tsx'
import { copyText } from './asset-actions.tsx'
import styles from './asset-panel.module.css'

interface AssetFactsProps {
  readonly asset: OpenedAsset
  readonly detail: AssetDetail
}

/** The archive's own words; until they are there, and where they cannot be had, the listing's. */
export function AssetFacts({ asset, detail }: AssetFactsProps) {
  const { data, error } = useAsked('asset.metadata', { ...asset })
  const groups = data ?? detail.facts
  return (
    <>
      {error && (
        <p className={styles.remark} role="note">
          <WifiOff size={14} strokeWidth={1.75} aria-hidden />
          <span>{t('asset.listing-only', { what: failureText(failureFrom(error)).what })}</span>
        </p>
      )}
      <Section name={t('asset.place')}>
        <Row name={t('field.path')}>
          <Copyable text={detail.entry.path} label={t('asset.copy.path')} />
        </Row>
      </Section>
      {groups.map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a document may have two subjects alike
        <Section key={index} name={t(`asset.group.${group.kind}`)}>
          <Facts group={group} />
        </Section>
      ))}
      {detail.digests.length > 0 && (
        <Section name={t('asset.digests')}>
          {detail.digests.map(({ name, value }) => (
            <Row key={name} name={name}>
              <Copyable text={value} label={t('asset.copy.digest', { name })} />
            </Row>
          ))}
        </Section>
      )}
    </>
  )
}

function Facts({ group }: { readonly group: FactGroup }) {
  return group.facts.map((fact) => (
    <Row key={fact.key} name={nameOf(fact.key)}>
      {fact.values.map((value) => wordsOf(fact, value)).join(', ')}
    </Row>
  ))
}

/** `blobDateModified` as "File changed"; an unknown key as its words. */
function nameOf(key: string): string {
  return tIfKnown(`field.${key}`, {}) ?? wordsOfKey(key)
}

function wordsOfKey(key: string): string {
  const words = key
    .replace(/[_:]+/g, ' ')
    .replace(/(?<=[a-z\d])([A-Z])/g, ' $1')
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase()
}

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

function wordsOf({ key }: Fact, value: string): string {
  if (key === 'contentSize' && /^\d+$/.test(value)) {
    return t('asset.bytes', { size: formatBytes(Number(value)), bytes: formatCount(Number(value)) })
  }
  if (key === 'age') return formatAge(value)
  const at = moment.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? value : formatDateTime(at)
}

interface SectionProps {
  readonly name: string
  readonly children: ReactNode
}

/** A heading and its facts. */
function Section({ name, children }: SectionProps) {
  return (
    <section className={styles.section} aria-label={name}>
      <h2 className={styles.heading}>{name}</h2>
      <dl>{children}</dl>
    </section>
  )
}

function Row({ name, children }: SectionProps) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  )
}

function Copyable({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <span className={styles.copyable}>
      <bdi className={styles.mono}>{text}</bdi>
      <IconButton icon={ClipboardCopy} label={label} onClick={() => void copyText(text)} />
    </span>
  )
}
