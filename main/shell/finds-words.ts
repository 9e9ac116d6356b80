import type { FollowFind } from '../model/follow.ts'

const MOST_NAMES = 3

/** The notice of new dandisets: by which rules, and what they are called. */
export function findsWords(finds: readonly FollowFind[]): {
  readonly title: string
  readonly body: string
} {
  const titles = [...new Map(finds.map((find) => [find.dandisetId, find.title])).values()]
  const rules = [...new Set(finds.map(({ ruleName }) => ruleName))]
  const count = titles.length === 1 ? 'A new dandiset' : `${titles.length} new dandisets`
  const more = titles.length - MOST_NAMES
  const named = more > 0 ? [...titles.slice(0, MOST_NAMES), `and ${more} more`] : titles
  return { title: `${count}: ${list.format(rules)}`, body: named.join('\n') }
}

const list = new Intl.ListFormat('en')
