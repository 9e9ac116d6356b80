import { Download, Folder, ListChecks } from 'lucide-react'
import { useState } from 'react'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { SelectionSummary } from '../../../main/model/files.ts'
import type { Order } from '../../../main/model/job.ts'
import type { OpenVersion } from '../../../main/model/listing.ts'
import type { Plan } from '../../../main/model/plan.ts'
import { existingModes } from '../../../main/model/settings.ts'
import { failureFrom, request } from '../../bridge.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { changeDraft, orderOf, useDraft } from '../../store/drafts.ts'
import { useSettings } from '../../store/engine.ts'
import { mutable, useAsked, useSummary } from '../../store/queries.ts'
import { go } from '../../store/view.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Hint } from '../../ui/hint.tsx'
import { tellFailure } from '../../ui/toasts.tsx'
import { lastNames } from './last-names.ts'
import styles from './order-footer.module.css'
import { isUsual, PlanSheet } from './plan-sheet.tsx'

interface OrderFooterProps {
  readonly dandiset: ArchiveRef
  readonly open: OpenVersion
}

const sources = ['auto', 's3', 'api', 'webdav'] as const
const nothing: SelectionSummary = {
  files: 0,
  sizeBytes: 0,
  subjects: 0,
  inSight: { files: 0, sizeBytes: 0 },
  idleGlobs: [],
}

/** The one place that says what will happen. */
export function OrderFooter({ dandiset, open }: OrderFooterProps) {
  const draft = useDraft(dandiset)
  const order = orderOf(dandiset, draft, useSettings())
  const { data: summary = nothing } = useSummary(open.snapshotId, draft.selection)
  const { plan, busy, start, showPlan, close } = usePlanning(order)
  const empty = summary.files === 0
  return (
    <footer className={styles.footer}>
      <Totals summary={summary} destination={order.destination} />
      <Choices dandiset={dandiset} order={order} />
      <Button icon={ListChecks} disabled={empty || busy} onClick={showPlan}>
        {t('plan.show')}
      </Button>
      <Button look="primary" icon={Download} disabled={empty || busy} onClick={start}>
        {t('download', {
          count: summary.files,
          total: formatCount(summary.files),
          size: formatBytes(summary.sizeBytes),
        })}
      </Button>
      <PlanSheet plan={plan} busy={busy} onClose={close} onStart={start} />
    </footer>
  )
}

function usePlanning(order: Order) {
  const [plan, setPlan] = useState<Plan | null>(null)
  const [busy, setBusy] = useState(false)
  const input = { order: mutable(order) }
  const guarded = (work: () => Promise<void>) => () => {
    setBusy(true)
    work()
      .catch((error) => tellFailure(failureFrom(error)))
      .finally(() => setBusy(false))
  }
  const create = async () => {
    await request('job.create', input)
    setPlan(null)
    go({ screen: 'transfers', jobId: null })
  }
  const start = guarded(async () => {
    if (plan) return create()
    const made = await request('plan', input)
    if (isUsual(made)) return create()
    setPlan(made)
  })
  const showPlan = guarded(async () => setPlan(await request('plan', input)))
  return { plan, busy, start, showPlan, close: () => setPlan(null) }
}

interface TotalsProps {
  readonly summary: SelectionSummary
  readonly destination: string
}

function Totals({ summary, destination }: TotalsProps) {
  const { data: disk } = useAsked('disk.free', { folder: destination }, { keep: true })
  const free = disk?.freeBytes ?? null
  const after = free === null ? null : free - summary.sizeBytes
  const chosen =
    summary.files === 0
      ? t('selected.none')
      : t('selected', { count: summary.files, total: formatCount(summary.files) })
  return (
    <p className={styles.totals} aria-live="polite">
      <strong>
        {chosen}
        {summary.files > 0 && ` · ${formatBytes(summary.sizeBytes)}`}
      </strong>
      {after !== null && (
        <span className={after < 0 ? styles.short : styles.after}>
          {after < 0
            ? t('disk.missing', { size: formatBytes(-after) })
            : t('disk.after', { size: formatBytes(after) })}
        </span>
      )}
    </p>
  )
}

function Choices({ dandiset, order }: { readonly dandiset: ArchiveRef; readonly order: Order }) {
  const choose = async () => {
    const { folder } = await request('dialog.folder', { current: order.destination })
    if (folder !== null) changeDraft(dandiset, () => ({ destination: folder }))
  }
  return (
    <div className={styles.choices}>
      <Choice
        quiet
        name={t('source.name')}
        value={order.source}
        options={sources.map((it) => ({
          value: it,
          label: t(`source.${it}`),
          note: t(`source.${it}.note`),
        }))}
        onChange={(source) => changeDraft(dandiset, () => ({ source }))}
      />
      <Choice
        quiet
        name={t('existing.name')}
        value={order.existing}
        options={existingModes.map((it) => ({
          value: it,
          label: t(`existing.${it}`),
          note: t(`existing.${it}.note`),
        }))}
        onChange={(existing) => changeDraft(dandiset, () => ({ existing }))}
      />
      <Hint text={order.destination}>
        <Button
          look="quiet"
          icon={Folder}
          className={styles.folder ?? ''}
          aria-label={t('destination.choose', { folder: order.destination })}
          onClick={() => void choose()}
        >
          <bdi>{lastNames(order.destination)}</bdi>
        </Button>
      </Hint>
    </div>
  )
}
