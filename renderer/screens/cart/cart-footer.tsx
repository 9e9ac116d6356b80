import { Download, Folder, ListChecks } from 'lucide-react'
import { useState } from 'react'
import type { CartHow, CartOrder, CartSummary } from '../../../main/model/cart.ts'
import type { Plan } from '../../../main/model/plan.ts'
import { existingModes } from '../../../main/model/settings.ts'
import { failureFrom, request } from '../../bridge.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { formatEta } from '../../format/time.ts'
import { t } from '../../locales/t.ts'
import { changeHow, type useHow } from '../../store/cart.ts'
import { mutable } from '../../store/queries.ts'
import { go } from '../../store/view.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Hint } from '../../ui/hint.tsx'
import { tellFailure } from '../../ui/toasts.tsx'
import { lastNames } from '../dandiset/last-names.ts'
import styles from '../dandiset/order-footer.module.css'
import { isUsual } from '../plan/plan-sheet.tsx'
import { CartPlanSheet, type PlannedOrder } from './cart-plan-sheet.tsx'

interface CartFooterProps {
  readonly how: ReturnType<typeof useHow>
  readonly summary: CartSummary | undefined
}

/** The one place that says what will happen. */
export function CartFooter({ how, summary }: CartFooterProps) {
  const { plans, busy, start, show, close } = usePlanning(how)
  const waits = !summary?.settled || summary.files === 0
  return (
    <footer className={styles.footer}>
      <Totals summary={summary} />
      <Choices how={how} />
      <Button icon={ListChecks} disabled={waits || busy} onClick={show}>
        {t('plan.show')}
      </Button>
      <Button look="primary" icon={Download} disabled={waits || busy} onClick={start}>
        {t('download', {
          count: summary?.files ?? 0,
          total: formatCount(summary?.files ?? 0),
          size: formatBytes(summary?.sizeBytes ?? 0),
        })}
      </Button>
      {plans && <CartPlanSheet plans={plans} busy={busy} onClose={close} onStart={start} />}
    </footer>
  )
}

function usePlanning(how: CartHow) {
  const [plans, setPlans] = useState<readonly PlannedOrder[] | null>(null)
  const [busy, setBusy] = useState(false)
  const input = { how: mutable(how) }
  const guarded = (work: () => Promise<void>) => () => {
    setBusy(true)
    work()
      .catch((error) => tellFailure(failureFrom(error)))
      .finally(() => setBusy(false))
  }
  const planAll = async () => {
    const orders: readonly CartOrder[] = await request('cart.orders', input)
    const made: { order: CartOrder; plan: Plan }[] = []
    for (const order of orders)
      made.push({ order, plan: await request('plan', { order: mutable(order) }) })
    return made
  }
  const start = guarded(async () => {
    const made = plans ?? (await planAll())
    if (!plans && !made.every(({ plan }) => isUsual(plan))) return setPlans(made)
    await request('cart.order', input)
    setPlans(null)
    go({ screen: 'transfers', jobId: null })
  })
  const show = guarded(async () => setPlans(await planAll()))
  return { plans, busy, start, show, close: () => setPlans(null) }
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

const sources = ['auto', 's3', 'api', 'webdav'] as const

function Choices({ how }: { readonly how: ReturnType<typeof useHow> }) {
  const choose = async () => {
    const { folder } = await request('dialog.folder', { current: how.destination })
    if (folder !== null) changeHow({ destination: folder })
  }
  return (
    <div className={styles.choices}>
      <Choice
        quiet
        name={t('source.name')}
        value={how.source}
        options={sources.map((it) => ({
          value: it,
          label: t(`source.${it}`),
          note: t(`source.${it}.note`),
        }))}
        onChange={(source) => changeHow({ source })}
      />
      <Choice
        quiet
        name={t('existing.name')}
        value={how.existing}
        options={existingModes.map((it) => ({
          value: it,
          label: t(`existing.${it}`),
          note: t(`existing.${it}.note`),
        }))}
        onChange={(existing) => changeHow({ existing })}
      />
      <Hint text={how.destination}>
        <Button
          look="quiet"
          icon={Folder}
          className={styles.folder ?? ''}
          aria-label={t('destination.choose', { folder: how.destination })}
          onClick={() => void choose()}
        >
          <bdi>{lastNames(how.destination)}</bdi>
        </Button>
      </Hint>
    </div>
  )
}
