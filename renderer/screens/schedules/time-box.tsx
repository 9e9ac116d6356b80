import { useEffect, useState } from 'react'
import { clockText } from '../../locales/schedule-words.ts'
import { TextBox } from '../../ui/text-box.tsx'

interface TimeBoxProps {
  readonly label: string
  /** Since midnight. */
  readonly minute: number
  readonly onChange: (minute: number) => void
}

/** "22:05", "2205" or "22". What is not understood changes nothing. */
export function TimeBox({ label, minute, onChange }: TimeBoxProps) {
  const words = clockText(minute)
  const [typed, setTyped] = useState(words)
  useEffect(() => setTyped(words), [words])
  const read = minuteOf(typed)
  return (
    <TextBox
      label={label}
      value={typed}
      wrong={read === null}
      width={64}
      onType={setTyped}
      onDone={() => {
        setTyped(words)
        if (read !== null && read !== minute) onChange(read)
      }}
    />
  )
}

function minuteOf(typed: string): number | null {
  const match = /^\s*(\d{1,2})(?:[:.h]?(\d{2}))?\s*$/.exec(typed)
  if (!match) return null
  const [hours, minutes] = [Number(match[1]), Number(match[2] ?? 0)]
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null
}
