import { useEffect, useState } from 'react'
import { settingsBounds } from '../../../main/model/settings.ts'
import { formatBytes, formatRate, parseBytes } from '../../format/bytes.ts'
import { TextBox } from '../../ui/text-box.tsx'

const { min, max } = settingsBounds.speedLimitBytesPerSecond

/** How an amount is written, and read again; null when it is none. */
export interface Amount {
  readonly write: (amount: number) => string
  readonly read: (typed: string) => number | null
}

export const rates: Amount = { write: formatRate, read: positive }
/** Only those that a limit of the settings may have. */
export const boundedRates: Amount = {
  write: rates.write,
  read(typed) {
    const rate = rates.read(typed)
    return rate !== null && rate >= min && rate <= max ? rate : null
  },
}
export const sizes: Amount = { write: formatBytes, read: parseBytes }
export const numbers: Amount = { write: String, read: readNumber }
export const shares: Amount = { write: (share) => `${Math.round(share * 100)} %`, read: readShare }

interface AmountBoxProps {
  readonly label: string
  readonly placeholder: string
  readonly amount: number | null
  readonly kind: Amount
  readonly onChange: (amount: number | null) => void
}

/** Empty for none. What is not understood changes nothing. */
export function AmountBox({ label, placeholder, amount, kind, onChange }: AmountBoxProps) {
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

function positive(typed: string): number | null {
  const bytes = parseBytes(typed)
  return bytes === 0 ? null : bytes
}

function readNumber(typed: string): number | null {
  const digits = typed.replaceAll(',', '').trim()
  return /^\d{1,9}$/.test(digits) ? Number(digits) : null
}

function readShare(typed: string): number | null {
  const percent = Number(/^\s*(\d{1,3})\s*%?\s*$/.exec(typed)?.[1] ?? Number.NaN)
  return percent <= 100 ? percent / 100 : null
}
