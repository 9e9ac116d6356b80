import { type ReactNode, useState } from 'react'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { SelectionSummary } from '../../../main/model/files.ts'
import type { OpenVersion } from '../../../main/model/listing.ts'
import { everything, type Filter } from '../../../main/model/selection.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { changeFilter } from '../../store/choosing.ts'
import { useDraft } from '../../store/drafts.ts'
import { mutable, useAsked, useSummary } from '../../store/queries.ts'
import { ChooseMenu } from './choose-menu.tsx'
import { conditionsOf } from './conditions.ts'
import styles from './filter-bar.module.css'
import { FilterConditions } from './filter-conditions.tsx'
import { type Asked, findOf } from './filter-menu.tsx'
import { SampleChip } from './sample-chip.tsx'

interface FilterBarProps {
  readonly dandiset: ArchiveRef
  readonly open: OpenVersion
  readonly onSubjects: () => void
  /** How the view on show is arranged. */
  readonly tools: ReactNode
}

export function FilterBar({ dandiset, open, onSubjects, tools }: FilterBarProps) {
  const { selection } = useDraft(dandiset)
  const { filter, sample } = selection
  const [asked, setAsked] = useState<Asked | null>(null)
  const change = (part: Partial<Filter>) => changeFilter(dandiset, part)
  const { data: summary } = useSummary(open.snapshotId, selection)
  const { data: facets } = useAsked(
    'entries.facets',
    {
      snapshotId: open.snapshotId,
      selection: mutable({ ...everything, filter }),
      find: findOf(asked),
    },
    { keep: true, enabled: asked !== null },
  )
  return (
    <search className={styles.bar} aria-label={t('filter.name')}>
      <FilterConditions
        filter={filter}
        asked={asked}
        onAsk={setAsked}
        topic="subject"
        facets={facets}
        idle={summary?.idleGlobs ?? []}
        onChange={change}
      >
        {sample && <SampleChip dandiset={dandiset} sample={sample} />}
      </FilterConditions>
      <div className={styles.actions}>
        {summary && (
          <Matches
            open={open}
            inSight={summary.inSight}
            filtered={conditionsOf(filter).length > 0}
          />
        )}
        <ChooseMenu dandiset={dandiset} onSubjects={onSubjects} />
        {tools}
      </div>
    </search>
  )
}

interface MatchesProps {
  readonly open: OpenVersion
  readonly inSight: SelectionSummary['inSight']
  readonly filtered: boolean
}

/** How many files the filter leaves, of all that are listed so far. */
function Matches({ open, inSight, filtered }: MatchesProps) {
  const { files, sizeBytes } = inSight
  const total = open.listing.entries
  const values = { found: formatCount(files), size: formatBytes(sizeBytes) }
  return (
    <p className={styles.matches} role="status">
      {filtered
        ? t('filter.matches', { ...values, count: total, total: formatCount(total) })
        : t('filter.all', { ...values, count: files, total: formatCount(files) })}
    </p>
  )
}
