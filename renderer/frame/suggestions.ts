import type { CatalogueQuery, Completion, SavedSearch } from '../../main/model/catalogue.ts'
import { completed } from '../store/question.ts'

/** One line of what may be typed or asked next. */
export type Suggestion =
  | {
      readonly kind: 'operator'
      readonly label: string
      readonly note: string
      readonly typed: Typed
    }
  | {
      readonly kind: 'value'
      readonly label: string
      readonly dandisets: number | null
      readonly typed: Typed
    }
  | { readonly kind: 'search'; readonly label: string; readonly query: CatalogueQuery }

/** The field after a suggestion was taken. */
export interface Typed {
  readonly text: string
  readonly caret: number
}

/** The others are below the sign beside the results. */
const MOST_SEARCHES = 12

/** An empty field offers kept searches first, then what the archive's language knows. */
export function suggestionsFor(
  text: string,
  completion: Completion | undefined,
  searches: readonly SavedSearch[],
): readonly Suggestion[] {
  const kept = text.trim() === '' ? searches.slice(0, MOST_SEARCHES) : []
  return [
    ...kept.map(({ name, query }): Suggestion => ({ kind: 'search', label: name, query })),
    ...(completion?.options ?? []).map((option): Suggestion => {
      const typed = completed(text, completion ?? { from: 0, to: 0 }, option.insert)
      const { label, note, dandisets } = option
      if (option.insert.endsWith(':')) return { kind: 'operator', label, note, typed }
      return { kind: 'value', label, dandisets, typed }
    }),
  ]
}

/** The next line for an arrow key; -1 is the field itself, reached from both ends. */
export function stepIn(count: number, at: number, step: 1 | -1): number {
  const places = count + 1
  return ((at + 1 + step + places) % places) - 1
}
