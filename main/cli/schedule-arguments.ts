import type { ParseArgsOptionsConfig } from 'node:util'
import { orderDefaults } from '../model/job.ts'
import { type HookCommand, type HookKind, hookKinds } from '../model/run-hooks.ts'
import type { HistoryForm } from '../model/run-table.ts'
import type { Recurrence, ScheduleDraft, ScheduleWindow } from '../model/schedule.ts'
import { MOST_FOUND, type ScheduleWhat } from '../model/schedule-what.ts'
import { everything, noFilter, wanting } from '../model/selection.ts'
import { invalid, misuse, numberOf } from './argument-values.ts'
import {
  daysOf,
  type MannerValues,
  mannerOptions,
  mannersOf,
  minuteOf,
} from './manner-arguments.ts'
import { type SyncRuleValues, syncRuleOptions, syncRulesOf } from './sync-arguments.ts'

/** Options of `schedules add` beside those that all commands have. */
export const scheduleOptions = {
  'output-dir': { type: 'string', short: 'o', default: '.' },
  ...syncRuleOptions,
  name: { type: 'string', default: '' },
  at: { type: 'string', default: '22:00' },
  until: { type: 'string' },
  days: { type: 'string' },
  every: { type: 'string' },
  monthly: { type: 'string' },
  cron: { type: 'string' },
  zone: { type: 'string' },
  cart: { type: 'string' },
  search: { type: 'string' },
  draft: { type: 'boolean', default: false },
  tonight: { type: 'boolean', default: false },
  most: { type: 'string', default: String(MOST_FOUND) },
  subject: { type: 'string', multiple: true, default: [] },
  include: { type: 'string', multiple: true, default: [] },
  exclude: { type: 'string', multiple: true, default: [] },
  ...mannerOptions,
  accept: { type: 'string', multiple: true, default: [] },
  'this-folder': { type: 'boolean', default: false },
  changes: { type: 'string' },
  csv: { type: 'boolean', default: false },
  date: { type: 'string' },
} satisfies ParseArgsOptionsConfig

/** Identifiers are still to be understood. */
export type NamedWhat =
  | { readonly kind: 'identifiers'; readonly identifiers: readonly string[] }
  | Exclude<ScheduleWhat, { readonly kind: 'refs' }>

export type SchedulesVerb =
  | { readonly kind: 'list' }
  | {
      readonly kind: 'add'
      readonly what: NamedWhat
      readonly draft: Omit<ScheduleDraft, 'what'>
    }
  /** A name, an id or the beginning of one. */
  | { readonly kind: 'remove' | 'review'; readonly which: string }
  /** `tonight`: what the next run would fetch is looked for. */
  | { readonly kind: 'show'; readonly which: string; readonly tonight: boolean }
  | ({ readonly kind: 'run'; readonly which: string } & RunConsentWish)
  | {
      readonly kind: 'history'
      readonly which: string | null
      /** The run whose differences are listed. */
      readonly changes: number | null
    }
  /** The history as a table or a document. */
  | {
      readonly kind: 'export'
      readonly which: string | null
      readonly form: HistoryForm
      readonly hasChanges: boolean
    }
  /** A morning such as 2026-11-22; the newest night for null. */
  | { readonly kind: 'report'; readonly morning: string | null }
  /** A run's number. */
  | { readonly kind: 'undo'; readonly runId: number }
  | { readonly kind: 'timer'; readonly act: TimerAct }
  | { readonly kind: 'after'; readonly act: AfterAct }

/** What is done when a run has ended; null turns it off. */
export type AfterAct =
  | { readonly kind: 'show' }
  | { readonly kind: 'webhook'; readonly url: string | null }
  | { readonly kind: 'command'; readonly command: HookCommand | null }
  | { readonly kind: 'test'; readonly hook: HookKind }

const timerActs = ['show', 'install', 'remove'] as const
export type TimerAct = (typeof timerActs)[number]

export interface RunConsentWish {
  /** Fingerprints of plans that a person saw. */
  readonly accept: readonly string[]
  readonly isVouchedFor: boolean
}

/** What `schedules` is to do; `place` is where an added one fetches to. */
export function verbOf(
  [verb = 'list', ...rest]: readonly string[],
  values: ScheduleValues,
  place: Pick<ScheduleDraft['how'], 'destination' | 'source'>,
): SchedulesVerb {
  const [which] = rest
  switch (verb) {
    case 'list':
      return { kind: verb }
    case 'history':
      return historyOf(which ?? null, values)
    case 'report':
      return { kind: verb, morning: morningOf(values.date) }
    case 'add':
      return { kind: verb, what: whatOf(rest, values), draft: draftOf(values, place) }
    case 'show':
      return { kind: verb, which: named(which), tonight: values.tonight }
    case 'remove':
    case 'review':
      return { kind: verb, which: named(which) }
    case 'run':
      return {
        kind: verb,
        which: named(which),
        accept: values.accept.flatMap((each) => each.split(',')),
        isVouchedFor: values['this-folder'],
      }
    case 'undo':
      return { kind: verb, runId: runNumber(which ?? '') }
    case 'timer':
      return { kind: verb, act: timerAct(which ?? 'show') }
    case 'after':
      return { kind: verb, act: afterAct(rest) }
    default:
      throw misuse(`schedules has no “${verb}”; there are ${verbs}`)
  }
}

const verbs = 'list, show, add, remove, run, review, history, report, undo, timer, after'

/** All changes of all runs are a table or a document; those of one run are lines. */
function historyOf(which: string | null, { changes, csv }: ScheduleValues): SchedulesVerb {
  const hasChanges = changes === 'all'
  if (csv) return { kind: 'export', which, form: hasChanges ? 'changes-csv' : 'csv', hasChanges }
  if (hasChanges) return { kind: 'export', which, form: 'json', hasChanges }
  return {
    kind: 'history',
    which,
    changes: changes === undefined ? null : numberOf('changes', changes),
  }
}

function morningOf(date: string | undefined): string | null {
  if (date === undefined) return null
  const isDate = /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date))
  if (isDate) return date
  throw invalid('date', date, 'the date of a morning, such as 2026-11-22')
}

function named(which: string | undefined): string {
  if (which !== undefined) return which
  throw misuse('the name of a schedule is missing, or its id; schedules list tells them')
}

function afterAct([word = 'show', first, ...rest]: readonly string[]): AfterAct {
  const hook = hookKinds.find((kind) => kind === (word === 'test' ? first : word))
  if (word === 'show') return { kind: word }
  if (hook === undefined || first === undefined)
    throw misuse(
      'schedules after takes webhook URL, command PROGRAM [ARGUMENT…], webhook off, command off, test webhook, or test command',
    )
  if (word === 'test') return { kind: word, hook }
  const isOff = first === 'off'
  if (hook === 'webhook') return { kind: hook, url: isOff ? null : first }
  return { kind: hook, command: isOff ? null : { program: first, args: rest } }
}

function timerAct(text: string): (typeof timerActs)[number] {
  const act = timerActs.find((each) => each === text)
  if (act === undefined) throw misuse(`timer has no “${text}”; there are ${timerActs.join(', ')}`)
  return act
}

function runNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw misuse('schedules undo needs the number of a run; schedules history tells them')
}

interface ScheduleValues extends MannerValues, SyncRuleValues {
  readonly accept: readonly string[]
  readonly 'this-folder': boolean
  readonly changes?: string | undefined
  readonly csv: boolean
  readonly date?: string | undefined
  readonly name: string
  readonly at: string
  readonly until?: string | undefined
  readonly days?: string | undefined
  readonly every?: string | undefined
  readonly monthly?: string | undefined
  readonly cron?: string | undefined
  readonly zone?: string | undefined
  readonly cart?: string | undefined
  readonly search?: string | undefined
  readonly draft: boolean
  readonly most: string
  readonly tonight: boolean
  readonly subject: readonly string[]
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

/** One of identifiers, a cart file and a saved search. */
function whatOf(
  identifiers: readonly string[],
  { cart, search, draft, most }: ScheduleValues,
): NamedWhat {
  const [first] = identifiers
  const named = [first, cart, search].filter((each) => each !== undefined)
  if (named.length !== 1)
    throw misuse(
      'schedules add needs identifiers, or --cart FILE, or --search NAME: one of the three',
    )
  if (cart !== undefined) return { kind: 'cart', path: cart }
  if (search === undefined) return { kind: 'identifiers', identifiers }
  if (!/^[1-9]\d{0,2}$/.test(most)) throw invalid('most', most, '1 to 999')
  return { kind: 'search', name: search, version: draft ? 'draft' : 'newest', most: Number(most) }
}

function draftOf(
  values: ScheduleValues,
  { destination, source }: Pick<ScheduleDraft['how'], 'destination' | 'source'>,
): Omit<ScheduleDraft, 'what'> {
  const { name, subject, include, exclude } = values
  const subjects = subject.map((id) => id.replace(/^sub-/, ''))
  const filter = wanting({ ...noFilter, include, exclude }, 'subject', subjects)
  const how = { ...orderDefaults, destination, source, preserveTree: false }
  return {
    name,
    selection: { ...everything, filter },
    how: { ...how, existing: 'own', assets: true, dandisetYaml: true },
    ...syncRulesOf(values),
    when: whenOf(values),
    window: windowOf(values),
    timeZone: values.zone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...mannersOf(values),
  }
}

function whenOf({ at, days, every, monthly, cron }: ScheduleValues): Recurrence {
  const rules = [days, every, monthly, cron].filter((each) => each !== undefined)
  if (rules.length > 1)
    throw misuse('only one of --days, --every, --monthly and --cron can be given')
  const atMinute = minuteOf('at', at)
  if (cron !== undefined) return { kind: 'cron', text: cron }
  if (days !== undefined) return { kind: 'weekly', atMinute, days: daysOf('days', days) }
  if (every !== undefined) {
    const hours = /^(\d{1,2})h?$/.exec(every)?.[1]
    if (hours === undefined) throw invalid('every', every, '1h, 2h, 3h, 4h, 6h, 8h or 12h')
    return { kind: 'hours', atMinute, hours: Number(hours) }
  }
  if (monthly !== undefined) {
    const isDay = monthly === 'last' || /^([1-9]|1\d|2[0-8])$/.test(monthly)
    if (!isDay) throw invalid('monthly', monthly, '1 to 28, or last')
    return { kind: 'monthly', atMinute, day: monthly === 'last' ? 'last' : Number(monthly) }
  }
  return { kind: 'daily', atMinute }
}

/** From `--at` on; with `--every` and `--cron` alike. */
function windowOf({ at, until }: ScheduleValues): ScheduleWindow | null {
  if (until === undefined) return null
  return { startMinute: minuteOf('at', at), endMinute: minuteOf('until', until) }
}
