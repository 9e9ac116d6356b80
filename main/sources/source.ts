import type { DescribedVersion, ListedDandiset } from '../model/catalogue-facts.ts'
import type {
  ArchiveRef,
  Entry,
  Location,
  Pick,
  Snapshot,
  ZarrEntry,
  ZarrLocation,
} from '../model/entry.ts'
import type { SourceKind } from '../model/instance.ts'
import type { About, VersionRow } from '../model/listing.ts'

/**
 * One archive behind one protocol. The engine knows no other way to reach bytes. Every method
 * throws a `Failure` for expected trouble and rejects with the signal's reason when aborted.
 */
export interface Source {
  readonly kind: SourceKind
  /** Says whether the source is there at all; `source.unavailable` with the reason when it is not. */
  probe(signal: AbortSignal): Promise<void>
  /** Pins what the identifier means now. `remote.not-found` when dandiset or version do not exist. */
  resolve(ref: ArchiveRef, signal: AbortSignal): Promise<Snapshot>
  /**
   * Assets of the version that the ref's pick covers, in pages of at most a few thousand, each path
   * once. A listing that ends early, repeats a page or never ends is a `Failure`, never a short list.
   */
  list(snapshot: Snapshot, ref: ArchiveRef, signal: AbortSignal): AsyncIterable<readonly Entry[]>
  /**
   * A text that stays the same as long as the version's list of assets does; null where the source
   * has none. `known` is the text of before, for sources that can be asked whether it still holds.
   */
  validator(snapshot: Snapshot, known: string | null, signal: AbortSignal): Promise<string | null>
  /** Completes what the listing left out: checksum, modification time, content URL. */
  describe(snapshot: Snapshot, entry: Entry, signal: AbortSignal): Promise<Entry>
  /** Files of a Zarr in pages, in the order of the source; keys are not yet safe for a disk. */
  listZarr(
    snapshot: Snapshot,
    entry: Entry,
    signal: AbortSignal,
  ): AsyncIterable<readonly ZarrEntry[]>
  /** Where a blob's bytes are now. Called again when the location expires or answers 403. */
  locate(snapshot: Snapshot, entry: Entry, signal: AbortSignal): Promise<Location>
  locateZarr(snapshot: Snapshot, entry: Entry, signal: AbortSignal): Promise<ZarrLocation>
}

/** What only the REST API can tell: the catalogue and a version's metadata. */
export interface Catalog {
  versions(dandisetId: string, signal: AbortSignal): Promise<readonly VersionRow[]>
  /** The raw version metadata document, for `dandiset.yaml`. */
  metadata(
    dandisetId: string,
    version: string,
    signal: AbortSignal,
  ): Promise<Readonly<Record<string, unknown>>>
  /**
   * The assets that a pick covers, and maybe others, with their metadata, in pages in the order of
   * their paths; `after`: pages that were read before. No pages for assets known by their ids.
   */
  described(
    snapshot: Snapshot,
    pick: Pick,
    after: number,
    signal: AbortSignal,
  ): AsyncIterable<readonly Entry[]>
  about(dandisetId: string, version: string, signal: AbortSignal): Promise<About>
  /** A page of all that may be seen, drafts and one's own embargoed ones included. Asked once. */
  dandisetList(query: DandisetListQuery, signal: AbortSignal): Promise<DandisetListPage>
  /** What the catalogue keeps of a version. Asked once. */
  describeVersion(
    dandisetId: string,
    version: string,
    signal: AbortSignal,
  ): Promise<DescribedVersion>
  /** Ids of the dandisets that the archive finds for a text in its search language. Asked once. */
  search(text: string, signal: AbortSignal): Promise<readonly string[]>
  /** The raw document of one asset. */
  asset(
    snapshot: Snapshot,
    entry: Entry,
    signal: AbortSignal,
  ): Promise<Readonly<Record<string, unknown>>>
}

export interface DandisetListQuery {
  /** 1-based. */
  readonly page: number
  /** `-modified`: the newest change first. */
  readonly order: 'id' | '-modified'
}

export interface DandisetListPage {
  readonly rows: readonly ListedDandiset[]
  /** Of all pages; null when the archive does not say. */
  readonly total: number | null
  readonly isLast: boolean
}
