import { Info, ListChecks, ShoppingBasket } from 'lucide-react'
import { useState } from 'react'
import type { CartAddition } from '../../../main/model/cart.ts'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { SelectionSummary } from '../../../main/model/files.ts'
import type { Order } from '../../../main/model/job.ts'
import type { OpenVersion } from '../../../main/model/listing.ts'
import { type Selection, tick } from '../../../main/model/selection.ts'
import { failureFrom, request } from '../../bridge.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { addToCart } from '../../store/cart.ts'
import { changeDraft, changeSelection, orderOf, useDraft } from '../../store/drafts.ts'
import { useSettings } from '../../store/engine.ts'
import { mutable, useAsked, useSummary } from '../../store/queries.ts'
import { go } from '../../store/view.ts'
import { Button } from '../../ui/button.tsx'
import { Hint } from '../../ui/hint.tsx'
import { tellFailure } from '../../ui/toasts.tsx'
import { DownloadButton, OrderHow } from '../plan/order-how.tsx'
import { OrderPlanSheet } from '../plan/order-plan-sheet.tsx'
import { isUsual } from '../plan/plan-sheet.tsx'
import { selectionWords } from './conditions.ts'
import styles from './order-footer.module.css'

interface OrderFooterProps {
  readonly dandiset: ArchiveRef
  readonly open: OpenVersion
}

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
  const { isPlanShown, busy, start, show } = usePlanning(order)
  const empty = summary.files === 0
  return (
    <footer className={styles.footer}>
      <Totals
        summary={summary}
        destination={order.destination}
        rules={selectionWords(draft.selection)}
      />
      <OrderHow
        how={order}
        onChange={(change) => changeDraft(dandiset, () => change)}
        onFolder={() => void chooseFolder(dandiset, order)}
      />
      <Button
        icon={ShoppingBasket}
        disabled={empty || busy}
        aria-label={t('cart.put')}
        title={t('cart.put')}
        onClick={() => void addToCart([additionOf(open, draft.selection)])}
      >
        <span className={styles.long}>{t('cart.put')}</span>
      </Button>
      <Button icon={ListChecks} disabled={empty || busy} onClick={() => show(true)}>
        {t('plan.show')}
      </Button>
      <DownloadButton
        files={summary.files}
        sizeBytes={summary.sizeBytes}
        disabled={empty || busy}
        onClick={start}
      />
      {isPlanShown && (
        <OrderPlanSheet
          order={order}
          busy={busy}
          onClose={() => show(false)}
          onStart={start}
          onPlacing={({ existing, ...placing }) =>
            changeDraft(dandiset, (draft) => ({
              ...(existing && { existing }),
              placing: { ...draft.placing, ...placing },
            }))
          }
          onFolder={() => void chooseFolder(dandiset, order)}
          onLeaveOut={(paths) =>
            changeSelection(dandiset, (now) =>
              paths.reduce((selection, path) => tick(selection, path, false), now),
            )
          }
        />
      )}
    </footer>
  )
}

/** The whole version with these rules; what an identifier named is among them. */
function additionOf({ snapshot }: OpenVersion, selection: Selection): CartAddition {
  const { instance, dandisetId, version } = snapshot
  return { ref: { instance, dandisetId, version, pick: { kind: 'dandiset' } }, selection }
}

function usePlanning(order: Order) {
  const [isPlanShown, setPlanShown] = useState(false)
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
    setPlanShown(false)
    go({ screen: 'transfers', jobId: null })
  }
  const start = guarded(async () => {
    if (isPlanShown || isUsual(await request('plan', input))) await create()
    else setPlanShown(true)
  })
  return { isPlanShown, busy, start, show: setPlanShown }
}

interface TotalsProps {
  readonly summary: SelectionSummary
  /** What is chosen, as a sentence. */
  readonly rules: string
  readonly destination: string
}

function Totals({ summary, destination, rules }: TotalsProps) {
  const { data: disk } = useAsked('disk.free', { folder: destination }, { keep: true })
  const free = disk?.freeBytes ?? null
  const after = free === null ? null : free - summary.sizeBytes
  const chosen =
    summary.files === 0
      ? t('selected.none')
      : t('selected', { count: summary.files, total: formatCount(summary.files) })
  return (
    <p className={styles.totals} aria-live="polite">
      <span className={styles.chosen}>
        <strong>
          {chosen}
          {summary.files > 0 && ` · ${formatBytes(summary.sizeBytes)}`}
        </strong>
        <Hint text={rules}>
          <button type="button" className={styles.rules} aria-label={t('rules.name', { rules })}>
            <Info size={14} strokeWidth={1.75} aria-hidden />
          </button>
        </Hint>
      </span>
      {after !== null && (
        <span className={after < 0 ? styles.short : styles.after}>
          {spaceText(after, summary.files)}
        </span>
      )}
    </p>
  )
}

function spaceText(after: number, files: number): string {
  if (after < 0) return t('disk.missing', { size: formatBytes(-after) })
  return t(files === 0 ? 'status.free' : 'disk.after', { size: formatBytes(after) })
}

async function chooseFolder(dandiset: ArchiveRef, order: Order): Promise<void> {
  const { folder } = await request('dialog.folder', { current: order.destination })
  if (folder !== null) changeDraft(dandiset, () => ({ destination: folder }))
}
