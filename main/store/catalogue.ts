import type { Database } from 'better-sqlite3'
import type {
  DescribedVersion,
  KnownDandiset,
  ListedDandiset,
  VersionKind,
} from '../model/catalogue-facts.ts'
import type { FailureRecord } from '../model/failure.ts'
import { createCatalogueWords } from './catalogue-words.ts'

export interface StoredCatalogue {
  readonly total: number | null
  /** When the whole list was last read to its end, and when what changed was; ms since 1970. */
  readonly listedAt: number | null
  readonly checkedAt: number | null
  readonly failure: FailureRecord | null
}

export interface Undescribed {
  readonly dandisetId: string
  readonly kind: VersionKind
  readonly version: string
  /** What is listed now: give it back with the metadata. */
  readonly listedAs: string
}

interface KnownRow {
  readonly dandiset_id: string
  readonly listed: string
  readonly published: string | null
  readonly draft: string | null
}

interface VersionRow {
  readonly study: string | null
  readonly about: string | null
  readonly rest: string | null
}

const kinds: readonly VersionKind[] = ['published', 'draft']

/** Dandisets of each instance with the metadata of their newest published version and their draft. */
export function createCatalogue(db: Database) {
  const words = createCatalogueWords(db)
  const about = db.prepare<[string], Record<string, string | number | null>>(
    'SELECT * FROM catalogues WHERE instance = ?',
  )
  const begin = db.prepare<[string, string]>(
    'INSERT INTO catalogues (instance, api_url) VALUES (?, ?) ON CONFLICT DO NOTHING',
  )
  const forget = db.prepare<[string]>('DELETE FROM catalogues WHERE instance = ?')
  const forgetAll = db.prepare<[string]>('DELETE FROM dandisets WHERE instance = ?')
  const note = db.prepare<[number | null, number | null, number | null, string | null, string]>(
    `UPDATE catalogues SET total = ?, listed_at = ?, checked_at = ?, failure = ? WHERE instance = ?`,
  )
  const put = db.prepare<[string, string, number, number, string], { id: number }>(`
    INSERT INTO dandisets (instance, dandiset_id, embargoed, seen_at, listed)
    VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET
      embargoed = excluded.embargoed, seen_at = excluded.seen_at, listed = excluded.listed
    RETURNING id`)
  const listedOf = db.prepare<[string, string], { id: number; listed: string }>(
    'SELECT id, listed FROM dandisets WHERE instance = ? AND dandiset_id = ?',
  )
  const saw = db.prepare<[number, number]>('UPDATE dandisets SET seen_at = ? WHERE id = ?')
  const putVersion = db.prepare<[number, string, string]>(`
    INSERT INTO dandiset_versions (dandiset, kind, listed_as) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET listed_as = excluded.listed_as`)
  const dropVersion = db.prepare<[number, string]>(
    'DELETE FROM dandiset_versions WHERE dandiset = ? AND kind = ?',
  )
  const describe = db.prepare<
    [string, string | null, string | null, string | null, number, string]
  >(`
    UPDATE dandiset_versions SET described_as = ?, study = ?, about = ?, rest = ?
    WHERE dandiset = ? AND kind = ?`)
  const version = db.prepare<[number, string], VersionRow>(
    'SELECT study, about, rest FROM dandiset_versions WHERE dandiset = ? AND kind = ?',
  )
  const undescribed = db.prepare<[string], Undescribed>(`
    SELECT dandiset_id AS dandisetId, kind, listed_as AS listedAs,
      json_extract(listed, '$.' || kind || '.version') AS version
    FROM dandiset_versions JOIN dandisets ON dandisets.id = dandiset
    WHERE instance = ? AND described_as IS NOT listed_as
    ORDER BY kind = 'draft' AND listed ->> '$.published' IS NOT NULL,
      listed ->> '$.modifiedAt' DESC`)
  const again = db.prepare<[string]>(`
    UPDATE dandiset_versions SET described_as = NULL
    WHERE study IS NULL AND dandiset IN (SELECT id FROM dandisets WHERE instance = ?)`)
  const counts = db.prepare<[string], { dandisets: number; undescribed: number }>(`
    SELECT count(*) AS dandisets, count(*) FILTER (WHERE EXISTS (
      SELECT 1 FROM dandiset_versions
      WHERE dandiset = dandisets.id AND described_as IS NOT listed_as)) AS undescribed
    FROM dandisets WHERE instance = ?`)
  const removeUnseen = db.prepare<[string, number]>(
    'DELETE FROM dandisets WHERE instance = ? AND seen_at < ?',
  )
  const removeEmbargoed = db.prepare<[string]>(
    'DELETE FROM dandisets WHERE instance = ? AND embargoed = 1',
  )
  const known = `
    SELECT dandiset_id, listed,
      (SELECT study FROM dandiset_versions WHERE dandiset = id AND kind = 'published') AS published,
      (SELECT study FROM dandiset_versions WHERE dandiset = id AND kind = 'draft') AS draft
    FROM dandisets WHERE instance = ?`
  const knownAfter = db.prepare<[string, string, number], KnownRow>(
    `${known} AND dandiset_id > ? ORDER BY dandiset_id LIMIT ?`,
  )
  const oneKnown = db.prepare<[string, string], KnownRow>(`${known} AND dandiset_id = ?`)

  function described(key: number): readonly DescribedVersion[] {
    return kinds.flatMap((kind) => {
      const row = version.get(key, kind)
      return row?.study ? [describedOf(row)] : []
    })
  }

  /** False when nothing about it is new. */
  function putListed(instance: string, listed: ListedDandiset, seenAt: number): boolean {
    const text = JSON.stringify(listed)
    const before = listedOf.get(instance, listed.id)
    if (before?.listed === text) {
      saw.run(seenAt, before.id)
      return false
    }
    const row = put.get(instance, listed.id, Number(listed.embargoed), seenAt, text)
    const key = row?.id ?? 0
    for (const kind of kinds) {
      const now = listed[kind]
      if (now) putVersion.run(key, kind, `${now.version} ${now.modifiedAt}`)
      else dropVersion.run(key, kind)
    }
    words.put(key, listed, described(key))
    return true
  }

  return {
    /** Null for an instance whose catalogue was never begun, or was that of another address. */
    read(instance: string, apiUrl: string): StoredCatalogue | null {
      const row = about.get(instance)
      if (row?.api_url !== apiUrl) return null
      return {
        total: row.total as number | null,
        listedAt: row.listed_at as number | null,
        checkedAt: row.checked_at as number | null,
        failure: row.failure ? (JSON.parse(String(row.failure)) as FailureRecord) : null,
      }
    },
    /** Begins the catalogue of an address; what was kept of another one is forgotten. */
    begin(instance: string, apiUrl: string): void {
      if (about.get(instance)?.api_url === apiUrl) return
      forgetAll.run(instance)
      forget.run(instance)
      begin.run(instance, apiUrl)
    },
    note(instance: string, { total, listedAt, checkedAt, failure }: StoredCatalogue): void {
      note.run(total, listedAt, checkedAt, failure && JSON.stringify(failure), instance)
    },
    /** Ids of those about which something is new. */
    list: (instance: string, page: readonly ListedDandiset[], seenAt: number): readonly string[] =>
      page.filter((listed) => putListed(instance, listed, seenAt)).map(({ id }) => id),
    /** Keeps a version's metadata; null when the archive would not give them. */
    describe(instance: string, which: Undescribed, found: DescribedVersion | null): void {
      const row = listedOf.get(instance, which.dandisetId)
      if (!row) return
      const texts = found
        ? [found.study, found.about, found.rest].map((part) => JSON.stringify(part))
        : []
      const [study = null, aboutText = null, rest = null] = texts
      describe.run(which.listedAs, study, aboutText, rest, row.id, which.kind)
      words.put(row.id, JSON.parse(row.listed) as ListedDandiset, described(row.id))
    },
    /** Versions whose metadata are missing or of before a change: those that are shown first. */
    undescribed: (instance: string): readonly Undescribed[] => undescribed.all(instance),
    /** What the archive would not describe is asked for again. */
    describeAgain: (instance: string) => void again.run(instance),
    counts(instance: string): { readonly dandisets: number; readonly described: number } {
      const { dandisets = 0, undescribed: missing = 0 } = counts.get(instance) ?? {}
      return { dandisets, described: dandisets - missing }
    },
    removeUnseen: (instance: string, before: number) => removeUnseen.run(instance, before).changes,
    removeEmbargoed: (instance: string) => removeEmbargoed.run(instance).changes,
    /** Up to `limit` of them in the order of their ids, after an id (`''` from the start). */
    known: (instance: string, after: string, limit: number): readonly KnownDandiset[] =>
      knownAfter.all(instance, after, limit).map(knownOf),
    knownOne(instance: string, dandisetId: string): KnownDandiset | null {
      const row = oneKnown.get(instance, dandisetId)
      return row ? knownOf(row) : null
    },
    /** The metadata of one version; null while they are not here. */
    described(instance: string, dandisetId: string, kind: VersionKind): DescribedVersion | null {
      const key = listedOf.get(instance, dandisetId)?.id
      const row = key === undefined ? undefined : version.get(key, kind)
      return row?.study ? describedOf(row) : null
    },
    find: words.find,
  }
}

function knownOf({ listed, published, draft }: KnownRow): KnownDandiset {
  return {
    listed: JSON.parse(listed),
    published: published === null ? null : JSON.parse(published),
    draft: draft === null ? null : JSON.parse(draft),
  }
}

function describedOf({ study, about, rest }: VersionRow): DescribedVersion {
  return {
    study: JSON.parse(study ?? '{}'),
    about: JSON.parse(about ?? '{}'),
    rest: JSON.parse(rest ?? '[]'),
  }
}
