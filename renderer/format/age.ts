import { t } from '../locales/t.ts'

const units = { Y: 'years', M: 'months', W: 'weeks', D: 'days' } as const

/** ISO 8601 durations and ranges of them in words, with the original; anything else as it stands. */
export function formatAge(age: string): string {
  const ends = age.split('/')
  const words = ends.map((end) => (end === '' ? '' : durationWords(end)))
  if (words.some((word) => word === null) || words.every((word) => word === '')) return age
  const [from, to] = words
  if (ends.length === 1) return `${from} (${age})`
  if (ends.length > 2) return age
  if (from === '') return `${t('age.up-to', { age: to ?? '' })} (${age})`
  if (to === '') return `${t('age.from', { age: from ?? '' })} (${age})`
  return `${t('age.range', { from: from ?? '', to: to ?? '' })} (${age})`
}

function durationWords(text: string): string | null {
  if (!/^P(?:\d+(?:\.\d+)?[YMWD])+$/.test(text)) return null
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)([YMWD])/g)]
  return parts
    .map(([, count, unit]) =>
      t(`age.${units[unit as keyof typeof units]}`, { count: Number(count) }),
    )
    .join(' ')
}
