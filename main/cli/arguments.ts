/** The terminal's commands and options, checked and in the engine's terms. */
import { resolve } from 'node:path'
import type { ParseArgsOptionsConfig } from 'node:util'
import { t } from '../../renderer/locales/t.ts'
import { type CartMeaning, cartEnding } from '../model/cart.ts'
import { Failure } from '../model/failure.ts'
import type { SourcePreference } from '../model/instance.ts'
import { type Order, type ReuseMode, reuseModes } from '../model/job.ts'
import { type Layout, templateProblem, templateWords } from '../model/layout.ts'
import { type ExistingMode, existingModes, settingsBounds } from '../model/settings.ts'
import type { Sync } from '../model/sync.ts'
import { addressOf, invalid, misuse, oneOf, parse, some, waitOf } from './argument-values.ts'
import { type FollowVerb, followOptions, followVerb } from './follow-arguments.ts'
import { type SchedulesVerb, scheduleOptions, verbOf } from './schedule-arguments.ts'
import { syncRuleOptions, syncRulesOf } from './sync-arguments.ts'

export interface Common {
  readonly instance: string | null
  readonly s3Url: string | null
  readonly webdavUrl: string | null
  /** Absolute; null means the system's place for it. */
  readonly dataDir: string | null
  readonly source: SourcePreference
  readonly json: boolean
  readonly glob: boolean
  /** How long to wait for another program that has the data folder. */
  readonly waitMs: number
}

export interface DownloadArguments extends Common {
  readonly kind: 'download'
  readonly identifiers: readonly string[]
  /** Cart files, absolute. */
  readonly carts: readonly string[]
  readonly meaning: CartMeaning
  readonly outputDir: string
  readonly existing: ExistingMode
  readonly filesAtOnce: number | null
  readonly partsAtOnce: number | null
  /** With the limit of slow mode. */
  readonly isSlow: boolean
  readonly preserveTree: boolean
  readonly assets: boolean
  readonly dandisetYaml: boolean
  readonly subjects: readonly string[]
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  /** Of each Zarr only these keys, and beginnings of keys that end in `/`; empty for the whole. */
  readonly zarrKeep: readonly string[]
  readonly layout: Layout
  readonly names: Order['names']
  readonly reuse: ReuseMode
  readonly dryRun: boolean
}

export interface SyncArguments {
  readonly kind: 'sync'
  /** What is chosen, and where and how it is laid. */
  readonly download: DownloadArguments
  readonly sync: Omit<Sync, 'order'>
  readonly isPlan: boolean
  /** Whatever the limits say. */
  readonly isAccepted: boolean
  readonly isVouchedFor: boolean
}

export type Command =
  | DownloadArguments
  | SyncArguments
  /** All that schedules are due for. */
  | (Common & { readonly kind: 'sync-due' })
  | (Common & { readonly kind: 'ls'; readonly identifiers: readonly string[] })
  | (Common & { readonly kind: 'verify'; readonly folder: string })
  | (Common & { readonly kind: 'jobs' })
  | (Common & { readonly kind: 'schedules'; readonly verb: SchedulesVerb })
  | (Common & { readonly kind: 'follow'; readonly verb: FollowVerb })
  | { readonly kind: 'archive'; readonly args: readonly string[] }
  | { readonly kind: 'help'; readonly of: string | null }
  | { readonly kind: 'version' }

const common = {
  instance: { type: 'string', short: 'i' },
  's3-url': { type: 'string' },
  'webdav-url': { type: 'string' },
  'data-dir': { type: 'string' },
  source: { type: 'string', default: 'auto' },
  'path-type': { type: 'string', default: 'exact' },
  json: { type: 'boolean', default: false },
  wait: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} satisfies ParseArgsOptionsConfig

const downloadOptions = {
  ...common,
  'output-dir': { type: 'string', short: 'o', default: '.' },
  existing: { type: 'string', short: 'e', default: 'error' },
  jobs: { type: 'string', short: 'J' },
  'preserve-tree': { type: 'boolean', default: false },
  download: { type: 'string', default: 'all' },
  subject: { type: 'string', multiple: true, default: [] },
  include: { type: 'string', multiple: true, default: [] },
  exclude: { type: 'string', multiple: true, default: [] },
  'zarr-keep': { type: 'string', multiple: true, default: [] },
  layout: { type: 'string', default: 'archive' },
  names: { type: 'string', default: 'keep' },
  reuse: { type: 'string' },
  slow: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  cart: { type: 'string', default: 'rules' },
} satisfies ParseArgsOptionsConfig

const { existing: _existing, 'dry-run': _dryRun, cart: _cart, ...choosing } = downloadOptions

const syncOptions = {
  ...choosing,
  ...syncRuleOptions,
  plan: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  'this-folder': { type: 'boolean', default: false },
} satisfies ParseArgsOptionsConfig

/** Reads a command line without the program's name. Throws `input.invalid` with the option at fault. */
export function parseCommand(argv: readonly string[], cwd: string): Command {
  const [name, ...rest] = argv
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    return { kind: 'help', of: helpedCommand(rest[0]) }
  }
  if (name === '--version' || name === '-V') return { kind: 'version' }
  if (name !== 'archive' && !isCommand(name)) throw noCommand(name)
  if (rest.includes('--help') || rest.includes('-h')) return { kind: 'help', of: name }
  if (name === 'archive') return { kind: 'archive', args: rest }
  if (name === 'sync') return sync(rest, cwd)
  if (name === 'schedules') return schedules(rest, cwd)
  if (name === 'follow') return follow(rest, cwd)
  return name === 'download' ? download(rest, cwd) : other(name, rest, cwd)
}

function helpedCommand(name: string | undefined): string | null {
  if (name === undefined || name === 'help') return null
  if (name !== 'archive' && !isCommand(name)) throw noCommand(name)
  return name
}

function noCommand(name: string): Failure {
  return misuse(`“${name}” is no command; there are ${commands.join(', ')}`)
}

const commands = [
  'ls',
  'download',
  'sync',
  'schedules',
  'follow',
  'verify',
  'jobs',
  'archive',
] as const
type CommandName = Exclude<(typeof commands)[number], 'archive'>

function isCommand(name: string): name is CommandName {
  return (commands as readonly string[]).includes(name)
}

function other(
  name: Exclude<CommandName, 'download' | 'sync' | 'schedules' | 'follow'>,
  args: readonly string[],
  cwd: string,
): Command {
  const { values, positionals } = parse(args, common)
  const shared = commonOf(values, cwd)
  switch (name) {
    case 'ls':
      return { kind: 'ls', ...shared, identifiers: some(positionals, 'ls') }
    case 'verify': {
      const [folder, more] = some(positionals, 'verify')
      if (more !== undefined) throw misuse(`verify takes one folder; “${more}” is one too many`)
      return { kind: 'verify', ...shared, folder: resolve(cwd, folder ?? '.') }
    }
    case 'jobs':
      return { kind: 'jobs', ...shared }
    default:
      return name satisfies never
  }
}

function schedules(args: readonly string[], cwd: string): Command {
  const { values, positionals } = parse(args, { ...common, ...scheduleOptions })
  const shared = commonOf(values, cwd)
  const place = { destination: resolve(cwd, values['output-dir']), source: shared.source }
  const cart = values.cart === undefined ? undefined : resolve(cwd, values.cart)
  return { kind: 'schedules', ...shared, verb: verbOf(positionals, { ...values, cart }, place) }
}

function follow(args: readonly string[], cwd: string): Command {
  const { values, positionals } = parse(args, { ...common, ...followOptions })
  const fetch = values.fetch === undefined ? undefined : resolve(cwd, values.fetch)
  const verb = followVerb(positionals, { ...values, fetch })
  return { kind: 'follow', ...commonOf(values, cwd), verb }
}

function download(args: readonly string[], cwd: string): DownloadArguments {
  const { values, positionals } = parse(args, downloadOptions)
  return downloadOf(values, positionals, cwd)
}

/** Options of a sync are those of a download without what says how existing files are treated. */
function sync(args: readonly string[], cwd: string): Command {
  if (args.includes('--due')) return due(args, cwd)
  const { values, positionals } = parse(args, syncOptions)
  const cart = positionals.find(isCart)
  if (cart !== undefined) throw misuse(`sync takes identifiers, and no cart file such as “${cart}”`)
  some(positionals, 'sync')
  const asked = { ...values, existing: 'error', 'dry-run': false, cart: 'rules' }
  return {
    kind: 'sync',
    download: downloadOf(asked, positionals, cwd),
    sync: syncRulesOf(values),
    isPlan: values.plan,
    isAccepted: values.yes,
    isVouchedFor: values['this-folder'],
  }
}

function due(args: readonly string[], cwd: string): Command {
  const { values, positionals } = parse(args, { ...common, due: { type: 'boolean' } })
  const [named] = positionals
  if (named !== undefined) {
    const said = `“${named}” does not go with --due: the schedules say what is fetched`
    throw new Failure('input.invalid', 'give-up', { option: 'due', value: named, said })
  }
  return { kind: 'sync-due', ...commonOf(values, cwd) }
}

function downloadOf(
  values: ReturnType<typeof parse<typeof downloadOptions>>['values'],
  positionals: readonly string[],
  cwd: string,
): DownloadArguments {
  const [filesAtOnce, partsAtOnce] = jobsOf(values.jobs)
  return {
    kind: 'download',
    ...commonOf(values, cwd),
    identifiers: some(positionals, 'download').filter((text) => !isCart(text)),
    carts: positionals.filter(isCart).map((text) => resolve(cwd, text)),
    meaning: oneOf('cart', values.cart, ['rules', 'saved'] as const),
    outputDir: resolve(cwd, values['output-dir']),
    existing: oneOf('existing', values.existing, existingModes),
    filesAtOnce,
    partsAtOnce,
    isSlow: values.slow,
    preserveTree: values['preserve-tree'],
    ...whatOf(values.download),
    subjects: values.subject.map((id) => id.replace(/^sub-/, '')),
    include: values.include,
    exclude: values.exclude,
    zarrKeep: values['zarr-keep'].flatMap((keys) => keys.split(',')).filter((key) => key !== ''),
    layout: layoutOf(values.layout),
    names: oneOf('names', values.names, ['keep', 'adapt'] as const),
    reuse: oneOf('reuse', values.reuse ?? usualReuse(values.source), reuseModes),
    dryRun: values['dry-run'],
  }
}

/** Who names a source wants the bytes from there. */
function usualReuse(source: string): ReuseMode {
  return source === 'auto' ? 'copy' : 'none'
}

/** `archive`, `flat`, or a template, which has a word in braces. */
function layoutOf(text: string): Layout {
  if (text === 'archive' || text === 'flat') return { kind: text }
  if (!text.includes('{'))
    throw invalid('layout', text, 'archive, flat, or a template like {subject}/{name}')
  const problem = templateProblem(text)
  if (problem === null) return { kind: 'template', template: text }
  const said = `In the layout “${text}”: ${t(`template.${problem.reason}`, {
    part: text.slice(problem.from, problem.to),
    words: templateWords.map((word) => `{${word}}`).join(' '),
  }).replace(/\.$/, '')}`
  throw new Failure('input.invalid', 'give-up', { option: 'layout', value: text, said })
}

function isCart(text: string): boolean {
  return text.toLowerCase().endsWith(cartEnding) && !text.includes('://')
}

function commonOf(
  values: { readonly [name: string]: unknown; readonly json: boolean; readonly source: string },
  cwd: string,
): Common {
  const text = (name: string) =>
    typeof values[name] === 'string' ? (values[name] as string) : null
  const dataDir = text('data-dir')
  return {
    instance: text('instance'),
    s3Url: addressOf('s3-url', text('s3-url')),
    webdavUrl: addressOf('webdav-url', text('webdav-url')),
    dataDir: dataDir === null ? null : resolve(cwd, dataDir),
    source: oneOf('source', values.source, ['auto', 'api', 's3', 'webdav'] as const),
    json: values.json,
    glob: oneOf('path-type', text('path-type') ?? '', ['exact', 'glob'] as const) === 'glob',
    waitMs: waitOf(text('wait')),
  }
}

/** `N` or `N:M`: files at once, and parts or Zarr entries of each. */
function jobsOf(text: string | undefined): readonly [number | null, number | null] {
  if (text === undefined) return [null, null]
  const match = /^(\d{1,3})(?::(\d{1,3}))?$/.exec(text)
  const files = Number(match?.[1])
  const parts = match?.[2] === undefined ? null : Number(match[2])
  const { filesAtOnce, entriesPerZarr } = settingsBounds
  const isFine = match && isWithin(files, filesAtOnce) && isWithin(parts ?? 1, entriesPerZarr)
  if (isFine) return [files, parts]
  const allowed = `N or N:M, N from 1 to ${filesAtOnce.max}, M from 1 to ${entriesPerZarr.max}`
  throw invalid('jobs', text, allowed)
}

function isWithin(count: number, { min, max }: { readonly min: number; readonly max: number }) {
  return count >= min && count <= max
}

function whatOf(text: string): { readonly assets: boolean; readonly dandisetYaml: boolean } {
  const words = text.split(',').map((word) => word.trim())
  for (const word of words) oneOf('download', word, ['all', 'assets', 'dandiset.yaml'] as const)
  const has = (word: string) => words.includes('all') || words.includes(word)
  return { assets: has('assets'), dandisetYaml: has('dandiset.yaml') }
}
