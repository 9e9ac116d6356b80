import { CalendarClock } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { flushSync } from 'react-dom'
import type { RunView, ScheduleView } from '../../../main/model/schedule.ts'
import { failureFrom, request } from '../../bridge.ts'
import { formatDate } from '../../format/time.ts'
import { failureLine } from '../../locales/failure-text.ts'
import { clockAt, momentText, pausesText } from '../../locales/schedule-words.ts'
import { t } from '../../locales/t.ts'
import { bytesText, tallyText } from '../../locales/tally-text.ts'
import { Pages } from '../../store/pages.ts'
import { ownZone } from '../../store/schedules.ts'
import { onSchedules } from '../../store/signals.ts'
import { usePages } from '../../store/use-pages.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Cell, GridRow, HeadCell } from '../../ui/grid.tsx'
import { useHeldRow, usePagedKeys } from '../../ui/held-row.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { type RowPlace, VirtualRows } from '../../ui/virtual-rows.tsx'
import { ExportMenu } from '../report/export-menu.tsx'
import { RunDetail } from './run-detail.tsx'
import styles from './run-history.module.css'
import { RunMark } from './run-mark.tsx'

interface RunHistoryProps {
  readonly view: ScheduleView
  readonly onReview: () => void
  readonly onClose: () => void
}

const listId = 'runs'

/** The runs of a schedule, newest first; one of them opened. */
export function RunHistory({ view, onReview, onClose }: RunHistoryProps) {
  const { schedule, last } = view
  const [opened, setOpened] = useState<RunView | null>(null)
  const runs = useRunList(schedule.id)
  const back = () => {
    // The list has the focus again, at the run that was looked at.
    flushSync(() => setOpened(null))
    document.getElementById(listId)?.focus()
  }
  const isLast = opened !== null && opened.id === last?.id
  return (
    <Modal
      sheet
      wide
      open
      onClose={onClose}
      title={t('schedules.history.of', { name: schedule.name })}
      actions={
        <>
          <ExportMenu scheduleId={schedule.id} />
          <Button onClick={onClose}>{t('close')}</Button>
        </>
      }
    >
      {opened ? (
        <RunDetail
          run={opened}
          name={schedule.name}
          onBack={back}
          onReview={isLast ? onReview : undefined}
        />
      ) : (
        <RunList runs={runs} onOpen={setOpened} />
      )}
    </Modal>
  )
}

interface RunListProps {
  readonly runs: ReturnType<typeof useRunList>
  readonly onOpen: (run: RunView) => void
}

/** The keyboard stays at its run while one is looked at, and when a newer one begins. */
function useRunList(scheduleId: string) {
  const pages = usePages(useRuns(scheduleId))
  const keyAt = usePagedKeys(pages, idOf)
  const [active, hold] = useHeldRow(keyAt, pages.total() ?? 0)
  return { pages, keyAt, active, hold }
}

const idOf = (run: RunView) => String(run.id)

function RunList({ runs: { pages, keyAt, active, hold }, onOpen }: RunListProps) {
  const want = useCallback((from: number, to: number) => pages.want(from, to), [pages])
  const total = pages.total()
  const open = (index: number) => {
    const run = pages.at(index)
    if (run) onOpen(run)
  }
  return (
    <>
      {pages.failure ? <FailureNote failure={failureFrom(pages.failure)} /> : null}
      {total === 0 ? (
        <EmptyState
          icon={CalendarClock}
          title={t('schedules.history.none')}
          text={t('schedules.history.none.text')}
        />
      ) : (
        <div className={styles.list}>
          <VirtualRows
            role="grid"
            id={listId}
            label={t('schedules.history.runs')}
            count={total ?? 6}
            rowHeight={68}
            active={Math.min(active, Math.max(0, (total ?? 1) - 1))}
            onActive={hold}
            onRange={want}
            keyAt={keyAt}
            onKey={({ key }, index) => {
              if (key === 'Enter') open(index)
              return key === 'Enter'
            }}
            head={<RunHead />}
          >
            {(place) => (
              <RunRow
                place={place}
                run={pages.at(place.index)}
                onOpen={() => {
                  hold(place.index)
                  open(place.index)
                }}
              />
            )}
          </VirtualRows>
        </div>
      )}
    </>
  )
}

function useRuns(id: string): Pages<RunView> {
  const pages = useMemo(
    () =>
      new Pages<RunView>((_, offset, limit) => request('schedules.history', { id, offset, limit })),
    [id],
  )
  useEffect(() => onSchedules(() => pages.refresh()), [pages])
  return pages
}

const columns = ['planned', 'moved', 'ended', 'files'] as const

function RunHead() {
  return (
    <GridRow className={styles.head} aria-rowindex={1}>
      {columns.map((column) => (
        <HeadCell key={column}>{t(`schedules.column.${column}`)}</HeadCell>
      ))}
    </GridRow>
  )
}

interface RunRowProps {
  readonly place: RowPlace
  readonly run: RunView | undefined
  readonly onOpen: () => void
}

function RunRow({ place, run, onOpen }: RunRowProps) {
  return (
    <GridRow {...place.row} className={styles.row} onClick={onOpen}>
      {run ? (
        <RunCells run={run} />
      ) : (
        <Cell>
          <Skeleton width="60%" />
        </Cell>
      )}
    </GridRow>
  )
}

function RunCells({ run }: { readonly run: RunView }) {
  const { plannedFor, startedAt, endedAt, failure, pauses } = run
  const told = (at: number) => momentText(at, ownZone())
  const notes = [failure && failureLine(failure), pausesText(pauses)].filter(Boolean).join(' · ')
  return (
    <>
      <Cell className={styles.moment}>
        {plannedFor === null ? t('schedules.by-hand') : told(plannedFor)}
      </Cell>
      <Cell className={styles.moment}>
        <span>{startedAt === null ? t('schedules.not-started') : told(startedAt)}</span>
        <span className={styles.note}>
          {endedAt !== null &&
            startedAt !== null &&
            t('schedules.until', { at: endText(startedAt, endedAt) })}
        </span>
      </Cell>
      <Cell className={styles.outcome}>
        <RunMark run={run} />
        <span className={styles.note} title={notes}>
          {notes}
        </span>
      </Cell>
      <Cell className={styles.moment}>
        <span>{tallyText(run.tally)}</span>
        <span className={styles.note}>{bytesText(run.tally)}</span>
      </Cell>
    </>
  )
}

/** The clock alone when the day is the same. */
function endText(from: number, to: number): string {
  const isSameDay = formatDate(from) === formatDate(to)
  return isSameDay ? clockAt(to, ownZone()) : momentText(to, ownZone())
}
