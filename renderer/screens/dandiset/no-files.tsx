import { useQueries } from '@tanstack/react-query'
import { CloudOff, FilterX, FolderOpen } from 'lucide-react'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { OpenVersion } from '../../../main/model/listing.ts'
import { everything, type Filter, noFilter, type Selection } from '../../../main/model/selection.ts'
import { request } from '../../bridge.ts'
import { formatCount } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { changeFilter } from '../../store/choosing.ts'
import { mutable } from '../../store/queries.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { type Condition, conditionsOf } from './conditions.ts'

interface NoFilesProps {
  readonly dandiset: ArchiveRef
  readonly open: OpenVersion
  readonly selection: Selection
}

/** Why a view is empty; which one condition to loosen, and what that would give. */
export function NoFiles({ dandiset, open, selection }: NoFilesProps) {
  const conditions = conditionsOf(selection.filter)
  const found = useGains(open.snapshotId, conditions)
  if (conditions.length === 0) {
    if (open.listing.state === 'failed')
      return (
        <EmptyState icon={CloudOff} title={t('tree.unlisted')} text={t('tree.unlisted.text')} />
      )
    return <EmptyState icon={FolderOpen} title={t('tree.empty')} text={t('tree.empty.text')} />
  }
  const helpful = found.filter((it) => it.files !== 0)
  const clear = () => changeFilter(dandiset, noFilter)
  return (
    <EmptyState
      icon={FilterX}
      title={t('tree.nothing')}
      text={t(helpful.length > 0 ? 'tree.nothing.text' : 'tree.nothing.several')}
      actions={
        <>
          {helpful.map(({ condition, files }) => (
            <Button key={condition.key} onClick={() => changeFilter(dandiset, condition.without)}>
              <bdi>{t('loosen', { condition: condition.chip })}</bdi>
              {files !== null && (
                <span className="numbers">
                  {t('loosen.gives', { count: files, total: formatCount(files) })}
                </span>
              )}
            </Button>
          ))}
          <Button look={helpful.length > 0 ? 'quiet' : 'primary'} onClick={clear}>
            {t('filter.clear')}
          </Button>
        </>
      }
    />
  )
}

interface Gain {
  readonly condition: Condition
  /** null while it is being counted. */
  readonly files: number | null
}

function useGains(snapshotId: number, conditions: readonly Condition[]): readonly Gain[] {
  const answers = useQueries({
    queries: conditions.map(({ without }) => ({
      queryKey: ['selection.summary', { snapshotId, filter: without }],
      queryFn: () => request('selection.summary', { snapshotId, selection: onlyBy(without) }),
    })),
  })
  return conditions.map((condition, index) => ({
    condition,
    files: answers[index]?.data?.inSight.files ?? null,
  }))
}

const onlyBy = (filter: Filter) => mutable({ ...everything, filter })
