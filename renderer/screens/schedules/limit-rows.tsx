import { useEffect, useState } from 'react'
import { formatRate, parseBytes } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { TextBox } from '../../ui/text-box.tsx'
import { FormRow } from './form-row.tsx'
import type { FormPart } from './schedule-form.tsx'

/** How fast it may go. Empty for no limit; what is not understood changes nothing. */
export function LimitRows({ draft, onChange }: Omit<FormPart, 'problems'>) {
  const rate = draft.speedLimitBytesPerSecond
  const words = rate === null ? '' : formatRate(rate)
  const [typed, setTyped] = useState(words)
  useEffect(() => setTyped(words), [words])
  const isNone = typed.trim() === ''
  const read = isNone ? null : positive(typed)
  const isWrong = !isNone && read === null
  return (
    <FormRow label={t('schedules.speed')}>
      <TextBox
        label={t('schedules.speed')}
        value={typed}
        placeholder={t('limit.none')}
        wrong={isWrong}
        width={104}
        onType={setTyped}
        onDone={() => {
          if (isWrong || typed === words) setTyped(words)
          else onChange({ speedLimitBytesPerSecond: read })
        }}
      />
    </FormRow>
  )
}

function positive(typed: string): number | null {
  const bytes = parseBytes(typed)
  return bytes === 0 ? null : bytes
}
