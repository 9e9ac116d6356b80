import { ListChecks } from 'lucide-react'
import { useState } from 'react'
import type { CartHow, CartSummary } from '../../../main/model/cart.ts'
import { failureFrom, request } from '../../bridge.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { formatEta } from '../../format/time.ts'
import { t } from '../../locales/t.ts'
import { changeHow, type useHow } from '../../store/cart.ts'
import { mutable } from '../../store/queries.ts'
import { go } from '../../store/view.ts'
import { Button } from '../../ui/button.tsx'
import { tellFailure } from '../../ui/toasts.tsx'
import styles from '../dandiset/order-footer.module.css'
import { DownloadButton, OrderHow } from '../plan/order-how.tsx'
import { isUsual } from '../plan/plan-sheet.tsx'
import { CartPlanSheet } from './cart-plan-sheet.tsx'

interface CartFooterProps {
  readonly how: ReturnType<typeof useHow>
  readonly summary: CartSummary | undefined
}

/** The one place that says what will happen. */
export function CartFooter({ how, summary }: CartFooterProps) {
  const { isPlanShown, busy, start, show } = usePlanning(how)
  const waits = !summary?.settled || summary.files === 0
  return (
    <footer className={styles.footer}>
      <Totals summary={summary} />
      <OrderHow how={how} onChange={changeHow} onFolder={() => void chooseFolder(how)} />
      <Button icon={ListChecks} disabled={waits || busy} onClick={() => show(true)}>
        {t('plan.show')}
      </Button>
      <DownloadButton
        files={summary?.files ?? 0}
        sizeBytes={summary?.sizeBytes ?? 0}
        disabled={waits || busy}
        onClick={start}
      />
      {isPlanShown && (
        <CartPlanSheet
          how={how}
          busy={busy}
          onClose={() => show(false)}
          onStart={start}
          onFolder={() => void chooseFolder(how)}
        />
      )}
    </footer>
  )
}

function usePlanning(how: CartHow) {
  const [isPlanShown, setPlanShown] = useState(false)
  const [busy, setBusy] = useState(false)
  const input = { how: mutable(how) }
  const start = () => {
    setBusy(true)
    begin()
      .catch((error) => tellFailure(failureFrom(error)))
      .finally(() => setBusy(false))
  }
  const begin = async () => {
    if (!isPlanShown && !isUsual(await request('cart.plan', input))) return setPlanShown(true)
    await request('cart.order', input)
    setPlanShown(false)
    go({ screen: 'transfers', jobId: null })
  }
  return { isPlanShown, busy, start, show: setPlanShown }
}

async function chooseFolder({ destination }: CartHow): Promise<void> {
  const { folder } = await request('dialog.folder', { current: destination })
  if (folder !== null) changeHow({ destination: folder })
}

function Totals({ summary }: { readonly summary: CartSummary | undefined }) {
  if (!summary) return <p className={styles.totals} />
  const { files, sizeBytes, freeBytes, seconds } = summary
  const after = freeBytes === null ? null : freeBytes - sizeBytes
  const isShort = after !== null && after < 0
  const eta = formatEta(seconds)
  const facts = [
    after === null
      ? ''
      : t(isShort ? 'disk.missing' : 'disk.after', { size: formatBytes(Math.abs(after)) }),
    files === 0 ? '' : (eta ?? t('cart.time.unknown')),
  ]
  return (
    <p className={styles.totals} style={{ minWidth: 196 }} aria-live="polite">
      <strong>
        {files === 0 && summary.settled
          ? t('cart.nothing-meant')
          : `${t('selected', { count: files, total: formatCount(files) })} · ${formatBytes(sizeBytes)}`}
      </strong>
      <span className={isShort ? styles.short : styles.after}>
        {facts.filter((fact) => fact !== '').join(' · ')}
      </span>
    </p>
  )
}
