import type { Entry } from './entry.ts'

/** Conditions that all must hold; an empty list or text holds for everything. */
export interface Filter {
  /** Case-insensitive part of the path. */
  readonly text: string
  /** Subject ids, any of them. */
  readonly subjects: readonly string[]
  /** Types as `typeOf` names them, any of them. */
  readonly types: readonly string[]
  /** Globs over the whole path, any of them; `*` crosses `/`, case is ignored. */
  readonly include: readonly string[]
  /** Globs over the whole path, none of them. */
  readonly exclude: readonly string[]
}

/** A box ticked or cleared by hand: a folder (`a/b/`, with all below) or one asset's path. */
export interface Tick {
  readonly path: string
  readonly on: boolean
}

/**
 * Which assets are meant, as rules rather than as a list, so that they can be applied again to a
 * later state of a draft. An asset is chosen when the filter holds and its nearest tick (the
 * longest path that covers it) is on; without a tick `base` decides.
 */
export interface Selection {
  readonly base: 'all' | 'none'
  readonly filter: Filter
  readonly ticks: readonly Tick[]
}

export const noFilter: Filter = { text: '', subjects: [], types: [], include: [], exclude: [] }
export const everything: Selection = { base: 'all', filter: noFilter, ticks: [] }

export type EntryFacts = Pick<Entry, 'path' | 'kind'> & { readonly subjectId: string | null }

/** A predicate made once for many entries. */
export function selector(selection: Selection): (entry: EntryFacts) => boolean {
  const holds = filterPredicate(selection.filter)
  const ticks = new Map(selection.ticks.map((tick) => [tick.path, tick.on]))
  return (entry) => isTicked(entry.path, ticks, selection.base) && holds(entry)
}

/** The state of a box as ticks alone decide it. */
export function isTicked(
  path: string,
  ticks: ReadonlyMap<string, boolean>,
  base: Selection['base'],
): boolean {
  if (ticks.size > 0) {
    const own = ticks.get(path)
    if (own !== undefined) return own
    for (
      let at = path.lastIndexOf('/', path.length - 2);
      at >= 0;
      at = path.lastIndexOf('/', at - 1)
    ) {
      const folder = ticks.get(path.slice(0, at + 1))
      if (folder !== undefined) return folder
      if (at === 0) break
    }
  }
  return base === 'all'
}

/** Ticks or clears one box; ticks below a folder are replaced by the folder's. */
export function tick(selection: Selection, path: string, on: boolean): Selection {
  const others = selection.ticks.filter(
    (it) => it.path !== path && !(path.endsWith('/') && it.path.startsWith(path)),
  )
  const map = new Map(others.map((it) => [it.path, it.on]))
  const ticks = isTicked(path, map, selection.base) === on ? others : [...others, { path, on }]
  return { ...selection, ticks }
}

export function filterPredicate(filter: Filter): (entry: EntryFacts) => boolean {
  const text = filter.text.trim().toLowerCase()
  const subjects = new Set(filter.subjects)
  const types = new Set(filter.types)
  const include = filter.include.map(globPredicate)
  const exclude = filter.exclude.map(globPredicate)
  return (entry) => {
    if (text !== '' && !entry.path.toLowerCase().includes(text)) return false
    if (subjects.size > 0 && !subjects.has(entry.subjectId ?? '')) return false
    if (types.size > 0 && !types.has(typeOf(entry))) return false
    if (include.length > 0 && !include.some((matches) => matches(entry.path))) return false
    return !exclude.some((matches) => matches(entry.path))
  }
}

/** The archive's own glob: `*` matches any run, `/` included; anchored at both ends; case ignored. */
export function globPredicate(pattern: string): (path: string) => boolean {
  const source = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  const expression = new RegExp(`^${source.join('[^]*')}$`, 'i')
  return (path) => expression.test(path)
}

/** A short word for what an asset is: `nwb`, `zarr`, `ome.zarr`, `nii.gz`, `json`, …, `other`. */
export function typeOf(entry: { readonly path: string; readonly kind: Entry['kind'] }): string {
  const name = entry.path.slice(entry.path.lastIndexOf('/') + 1).toLowerCase()
  const double = /\.((?:ome|nwb)\.zarr|ome\.tiff?|nii\.gz|tar\.gz)$/.exec(name)
  if (double?.[1]) return double[1]
  const single = /\.([a-z0-9]{1,8})$/.exec(name)
  if (single?.[1]) return single[1]
  return entry.kind === 'zarr' ? 'zarr' : 'other'
}

/** The subject an asset's path names (`sub-X` in a folder or the file name); null when none. */
export function subjectOf(path: string): string | null {
  return token(path, 'sub')
}

/** The session an asset's path names (`ses-X`); null when none. */
export function sessionOf(path: string): string | null {
  return token(path, 'ses')
}

function token(path: string, label: 'sub' | 'ses'): string | null {
  return new RegExp(`(?:^|[/_])${label}-([^_/.]+)`).exec(path)?.[1] ?? null
}
