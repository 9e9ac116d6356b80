import { useState } from 'react'
import type { Facets } from '../../../main/model/files.ts'
import type { Filter, Range } from '../../../main/model/selection.ts'
import { formatCount } from '../../format/bytes.ts'
import {
  ageWords,
  dateWords,
  readAges,
  readDates,
  readSizes,
  sizeWords,
} from '../../format/range.ts'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { TextBox } from '../../ui/text-box.tsx'
import styles from './filter-menu.module.css'

type RangeTopic = 'sizeBytes' | 'modifiedAt' | 'ageDays'

interface RangePanelProps {
  readonly topic: RangeTopic
  readonly filter: Filter
  readonly facets: Facets | undefined
  readonly onChange: (part: Partial<Filter>) => void
}

interface Reading {
  readonly read: (text: string) => Range | null
  readonly words: (range: Range) => string
  /** Ready to take; each is also an example of what can be typed. */
  readonly offers: readonly string[]
}

const readings: Readonly<Record<RangeTopic, Reading>> = {
  sizeBytes: {
    read: readSizes,
    words: sizeWords,
    offers: ['under 10 MB', '10 MB to 1 GB', 'over 1 GB', 'over 100 GB'],
  },
  modifiedAt: { read: readDates, words: dateWords, offers: [] },
  ageDays: {
    read: readAges,
    words: ageWords,
    offers: ['P60 to P90', '8 to 12 weeks', 'under 3 weeks', 'over 1 year'],
  },
}

/** One range, as it is typed; what was understood is said, what was not changes nothing. */
export function RangePanel({ topic, filter, facets, onChange }: RangePanelProps) {
  const { read, words, offers } = readings[topic]
  const now = filter[topic]
  const [typed, setTyped] = useState('')
  const understood = read(typed)
  const wrong = typed.trim() !== '' && understood === null
  const take = (text: string) => {
    setTyped(text)
    const range = read(text)
    if (range) onChange({ [topic]: range })
  }
  const clear = () => {
    setTyped('')
    onChange({ [topic]: null })
  }
  return (
    <div className={styles.page}>
      <div className={styles.field}>
        <span className={styles.name}>{t(`range.${topic}.label`)}</span>
        <TextBox
          label={t(`range.${topic}.label`)}
          value={typed}
          placeholder={t(`range.${topic}.example`)}
          wrong={wrong}
          width={240}
          onType={take}
        />
        <p className={wrong ? styles.problem : styles.help} role={wrong ? 'alert' : undefined}>
          {wrong ? t(`range.${topic}.wrong`) : t(`range.${topic}.help`)}
        </p>
      </div>
      {offers.length > 0 && (
        <p className={styles.offers}>
          {offers.map((offer) => (
            <Button key={offer} onClick={() => take(offer)}>
              {offer}
            </Button>
          ))}
        </p>
      )}
      {now && (
        <p className={styles.pair}>
          <span role="status">{t('range.understood', { range: words(now) })}</span>
          <Button look="quiet" onClick={clear}>
            {t('range.clear')}
          </Button>
        </p>
      )}
      {topic === 'ageDays' && <NotUnderstood facets={facets} />}
    </div>
  )
}

function NotUnderstood({ facets }: { readonly facets: Facets | undefined }) {
  const odd = facets?.notUnderstood ?? []
  const files = odd.reduce((sum, it) => sum + it.files, 0)
  if (files === 0) return null
  return (
    <div className={styles.odd}>
      <p>{t('filter.not-understood', { count: files, total: formatCount(files) })}</p>
      <ul>
        {odd.map((it) => (
          <li key={it.value}>
            <bdi>“{it.value}”</bdi>
            <span className={styles.number}>{formatCount(it.files)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
