import { useEffect, useState } from 'react'
import type { ScheduleLimits } from '../../../main/model/schedule.ts'
import { formatBytes, formatRate, parseBytes } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { TextBox } from '../../ui/text-box.tsx'
import { FormRow } from './form-row.tsx'
import styles from './schedule-form.module.css'
import type { FormPart } from './schedule-form.tsx'

type Limit = keyof ScheduleLimits
const limits: readonly Limit[] = ['removedFiles', 'removedShare', 'fetchBytes', 'freeBytes']

/** How fast it may go, and what stops a run, which then asks. */
export function LimitRows({ draft, onChange }: Omit<FormPart, 'problems'>) {
  return (
    <>
      <FormRow label={t('schedules.speed')}>
        <AmountBox
          label={t('schedules.speed')}
          placeholder={t('limit.none')}
          amount={draft.speedLimitBytesPerSecond}
          kind={rates}
          onChange={(speedLimitBytesPerSecond) => onChange({ speedLimitBytesPerSecond })}
        />
      </FormRow>
      <FormRow label={t('schedules.limits')}>
        {limits.map((limit) => (
          <div key={limit} className={styles.limit}>
            <span>{t(`schedules.limit.${limit}`)}</span>
            <AmountBox
              label={t(`schedules.limit.${limit}`)}
              placeholder={t('schedules.never')}
              amount={draft.limits[limit]}
              kind={amounts[limit]}
              onChange={(amount) => onChange({ limits: { ...draft.limits, [limit]: amount } })}
            />
          </div>
        ))}
      </FormRow>
    </>
  )
}

interface Amount {
  readonly write: (amount: number) => string
  /** Null when it is none. */
  readonly read: (typed: string) => number | null
}

const rates: Amount = { write: formatRate, read: positive }
const sizes: Amount = { write: formatBytes, read: parseBytes }
const amounts: Readonly<Record<Limit, Amount>> = {
  removedFiles: {
    write: String,
    read: (typed) => (/^\s*\d+\s*$/.test(typed) ? Number(typed) : null),
  },
  removedShare: { write: (share) => `${Math.round(share * 100)} %`, read: readShare },
  fetchBytes: sizes,
  freeBytes: sizes,
}

function positive(typed: string): number | null {
  const bytes = parseBytes(typed)
  return bytes === 0 ? null : bytes
}

function readShare(typed: string): number | null {
  const percent = Number(/^\s*(\d{1,3})\s*%?\s*$/.exec(typed)?.[1] ?? Number.NaN)
  return percent <= 100 ? percent / 100 : null
}

interface AmountBoxProps {
  readonly label: string
  readonly placeholder: string
  readonly amount: number | null
  readonly kind: Amount
  readonly onChange: (amount: number | null) => void
}

/** Empty for none. What is not understood changes nothing. */
function AmountBox({ label, placeholder, amount, kind, onChange }: AmountBoxProps) {
  const words = amount === null ? '' : kind.write(amount)
  const [typed, setTyped] = useState(words)
  useEffect(() => setTyped(words), [words])
  const isNone = typed.trim() === ''
  const read = isNone ? null : kind.read(typed)
  const isWrong = !isNone && read === null
  return (
    <TextBox
      label={label}
      value={typed}
      placeholder={placeholder}
      wrong={isWrong}
      width={104}
      onType={setTyped}
      onDone={() => {
        if (isWrong || typed === words) setTyped(words)
        else onChange(read)
      }}
    />
  )
}
