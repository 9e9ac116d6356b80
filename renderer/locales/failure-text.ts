import type { FailureRecord } from '../../main/model/failure.ts'
import { formatBytes } from '../format/bytes.ts'
import { momentText } from './schedule-words.ts'
import { t, tIfKnown } from './t.ts'

export interface FailureText {
  readonly what: string
  readonly why: string
  readonly todo: string
}

/** What happened, why, what to do: in whole sentences. A known `reason` says why more closely. */
export function failureText({ code, details }: FailureRecord): FailureText {
  const values = {
    host: t('host.unknown'),
    sourceName: tIfKnown(`source.${details.source ?? ''}`, {}) ?? t('source.this'),
    status: '',
    ...details,
    ...inBytes(details),
    ...atTimes(details),
  }
  const closer = tIfKnown(`failure.${code}.why.${details.reason ?? ''}`, values)
  return {
    what: capitalised(t(`failure.${code}.what`, values).trim()),
    why: closer ?? t(`failure.${code}.why`, values),
    todo: t(`failure.${code}.todo`, values),
  }
}

/** The one line of a table. */
export function failureLine(record: FailureRecord): string {
  return failureText(record).what
}

/** Details of a failure as `key: value` lines, for copying. */
export function failureDetails({ code, details }: FailureRecord): string {
  const lines = Object.entries(details).map(([key, value]) => `${key}: ${value}`)
  return [`code: ${code}`, ...lines].join('\n')
}

/** `…Bytes` in details, written for people, as `{{missing}}` for `missingBytes`. */
function inBytes(details: FailureRecord['details']): Record<string, string> {
  const sizes = Object.entries(details).filter(
    (it): it is [string, number] => it[0].endsWith('Bytes') && typeof it[1] === 'number',
  )
  return Object.fromEntries(sizes.map(([key, bytes]) => [key.slice(0, -5), formatBytes(bytes)]))
}

/** `…At` in details, ms since 1970, as the clock here tells it, as `{{since}}` for `sinceAt`. */
function atTimes(details: FailureRecord['details']): Record<string, string> {
  const times = Object.entries(details).filter(
    (it): it is [string, number] => it[0].endsWith('At') && typeof it[1] === 'number',
  )
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  return Object.fromEntries(times.map(([key, at]) => [key.slice(0, -2), momentText(at, timeZone)]))
}

function capitalised(sentence: string): string {
  return /^the /.test(sentence) ? `T${sentence.slice(1)}` : sentence
}
