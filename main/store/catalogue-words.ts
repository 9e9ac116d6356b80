/** The index of words: one row a dandiset, made of both of its versions. */
import type { Database } from 'better-sqlite3'
import type { DescribedVersion, ListedDandiset } from '../model/catalogue-facts.ts'

/** How much a match in a column tells: ids, title, people, keywords, study, description, rest. */
const WEIGHTS = '10, 10, 4, 5, 3, 1, 0.5'

export function createCatalogueWords(db: Database) {
  const remove = db.prepare<[number]>('DELETE FROM dandiset_words WHERE rowid = ?')
  const insert = db.prepare<[number, ...string[]]>(`
    INSERT INTO dandiset_words
      (rowid, ids, title, people, keywords, study, description, rest)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)
  const found = (rank: string) =>
    db
      .prepare<[string, string], [id: string, rank: number]>(`
      SELECT dandiset_id AS id, ${rank} AS rank FROM dandiset_words
      JOIN dandisets ON dandisets.id = dandiset_words.rowid
      WHERE dandiset_words MATCH ? AND instance = ?`)
      .raw()
  const ranked = found(`bm25(dandiset_words, ${WEIGHTS})`)
  const unranked = found('0')

  return {
    put(key: number, listed: ListedDandiset, versions: readonly DescribedVersion[]): void {
      remove.run(key)
      insert.run(key, ...columnsOf(listed, versions))
    },
    /** Dandisets with all the words, each as the beginning of a word; the least rank is the best. */
    find(instance: string, words: readonly string[], isRanked: boolean): Map<string, number> {
      return new Map((isRanked ? ranked : unranked).all(matchOf(words), instance))
    },
  }
}

function matchOf(words: readonly string[]): string {
  return words.map((word) => `"${word.replaceAll('"', '""')}"*`).join(' ')
}

function columnsOf(
  listed: ListedDandiset,
  versions: readonly DescribedVersion[],
): readonly string[] {
  const { id, contact, published, draft } = listed
  const of = (texts: (version: DescribedVersion) => readonly (string | null)[]) =>
    once(versions.flatMap(texts))
  return [
    once([...idsOf(id), ...versions.map(({ about }) => about.doi)]),
    once([published?.title ?? '', draft?.title ?? '']),
    once([contact, ...versions.flatMap(({ about }) => about.contributors.map(({ name }) => name))]),
    of(({ about }) => about.keywords),
    of(({ about, study }) => [
      ...about.species,
      ...about.approaches,
      ...about.techniques,
      ...about.variables,
      ...study.standards,
    ]),
    of(({ about }) => [about.description]),
    of(({ rest }) => rest),
  ]
}

/** All ends of an id, so that any piece of it is the beginning of one of them. */
function idsOf(id: string): readonly string[] {
  return Array.from(id, (_, index) => id.slice(index))
}

function once(texts: readonly (string | null)[]): string {
  return [...new Set(texts)].filter(Boolean).join('\n')
}
