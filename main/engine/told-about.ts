/** What a version says of itself. */
import type { VersionKind } from '../model/catalogue-facts.ts'
import type { Snapshot } from '../model/entry.ts'
import type { About, ToldAbout } from '../model/listing.ts'
import type { Context } from './context.ts'
import { answerOrKept } from './kept-versions.ts'

interface Asked {
  readonly context: Context
  /** A catalogue is that of one address. */
  readonly apiUrl: string
}

interface KeptAbout {
  readonly about: About
  /** When the archive last said so, ms since 1970. */
  readonly at: number
}

/** As the archive says it; while nobody answers, as the catalogue keeps it. */
export async function toldAbout(snapshot: Snapshot, asked: Asked): Promise<ToldAbout> {
  const { instance, dandisetId, version } = snapshot
  const { context } = asked
  const catalog = context.sources.catalog(instance)
  const ask = (signal: AbortSignal) => catalog.about(dandisetId, version, signal)
  const told = await answerOrKept(keptAbout(snapshot, asked), ask, context.signal)
  if ('answer' in told) return { ...told.answer, kept: null }
  const { kept, failure } = told
  return { ...kept.about, kept: { at: kept.at, failure } }
}

/** The catalogue keeps the newest published version and the draft. */
function keptAbout(snapshot: Snapshot, { context: { store }, apiUrl }: Asked): KeptAbout | null {
  const { instance, dandisetId, version } = snapshot
  const catalogue = store.catalogue.read(instance, apiUrl)
  const listed = store.catalogue.knownOne(instance, dandisetId)?.listed
  const kinds: readonly VersionKind[] = ['published', 'draft']
  const kind = kinds.find((it) => listed?.[it]?.version === version)
  const at = catalogue?.checkedAt ?? catalogue?.listedAt ?? null
  if (kind === undefined || at === null) return null
  const found = store.catalogue.described(instance, dandisetId, kind)
  return found && { about: found.about, at }
}
