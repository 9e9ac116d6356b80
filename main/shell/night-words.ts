import {
  type NightReport,
  type PartState,
  stateOfPart,
  subjectOfPart,
  tallyOfNight,
} from '../model/night.ts'

const kinds = ['added', 'changed', 'renamed', 'removed', 'failed'] as const
const endings: readonly (readonly [state: PartState, one: string, several: string])[] = [
  ['failed', 'failed', 'failed'],
  ['asks', 'asks before it goes on', 'ask before they go on'],
  ['stopped', 'was stopped', 'were stopped'],
  ['goes-on', 'is not finished', 'are not finished'],
  ['up-to-date', 'is up to date', 'are up to date'],
]
const MOST_NAMES = 3

/** The notice of a morning: what came, and how each schedule stands. */
export function nightWords(report: NightReport): { readonly title: string; readonly body: string } {
  const tally = tallyOfNight(report)
  const counts = kinds.filter((kind) => tally[kind] > 0)
  const files = counts.map((kind, at) => `${filesText(tally[kind], at === 0)}${kind}`)
  const sentences = endings.map(([state, one, several]) => {
    const parts = report.parts.filter((part) => stateOfPart(part) === state)
    const names = [...new Set(parts.flatMap(subjectOfPart))]
    if (names.length === 0) return ''
    if (names.length > MOST_NAMES) return `${parts.length} schedules ${several}.`
    return `${list.format(names)} ${names.length === 1 ? one : several}.`
  })
  return {
    title: `Last night: ${files.length === 0 ? 'nothing new' : files.join(', ')}`,
    body: sentences.filter((sentence) => sentence !== '').join(' '),
  }
}

const list = new Intl.ListFormat('en')
const numbers = new Intl.NumberFormat('en')

function filesText(count: number, isFirst: boolean): string {
  if (!isFirst) return `${numbers.format(count)} `
  return `${numbers.format(count)} ${count === 1 ? 'file' : 'files'} `
}
