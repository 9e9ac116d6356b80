/** Whether what a schedule names is there: the cart file, the saved search. */
import { isAbsolute } from 'node:path'
import { lookAt } from '../../disk/survey.ts'
import { parseSearch } from '../../model/catalogue-search.ts'
import { Failure } from '../../model/failure.ts'
import type { ProblemReason, ScheduleProblem } from '../../model/schedule-problems.ts'
import type { ScheduleWhat } from '../../model/schedule-what.ts'
import type { Store } from '../../store/database.ts'
import { readCartDocument } from '../cart/cart-files.ts'

export type WhatProblems = (what: ScheduleWhat) => Promise<readonly ScheduleProblem[]>

/** What was left open is no business of this. */
export function createWhatProblems({ searches }: Pick<Store, 'searches'>): WhatProblems {
  const read = createReading()

  async function ofCart(path: string): Promise<readonly ScheduleProblem[]> {
    if (path === '') return []
    const reason = isAbsolute(path) ? await read(path) : 'cart-missing'
    return reason === null ? [] : problem(reason, path)
  }

  function ofSearch(name: string): readonly ScheduleProblem[] {
    if (name === '') return []
    const bare = name.toLowerCase()
    const query = searches.all().find((each) => each.name.toLowerCase() === bare)?.query
    if (!query) return problem('search-unknown', name)
    const { terms } = parseSearch(query.text)
    return terms.length + query.facets.length === 0 ? problem('search-all', name) : []
  }

  return async (what) => {
    switch (what.kind) {
      case 'refs':
        return []
      case 'cart':
        return ofCart(what.path)
      case 'search':
        return ofSearch(what.name)
      default:
        return what satisfies never
    }
  }
}

function problem(reason: ProblemReason, said: string): readonly ScheduleProblem[] {
  return [{ field: 'what', reason, said }]
}

type Reading = Promise<'cart-missing' | 'cart-damaged' | null>

/** A form asks again at each key: a file that stayed as it was is not read again. */
function createReading(): (path: string) => Reading {
  let last: { readonly key: string; readonly reading: Reading } | null = null
  return (path) => {
    const key = JSON.stringify([path, lookAt(path)])
    if (last?.key === key) return last.reading
    const reading = readCartDocument(path).then(() => null, reasonOf)
    last = { key, reading }
    return reading
  }
}

function reasonOf(error: unknown) {
  const isMissing = error instanceof Failure && error.code === 'disk.missing'
  return isMissing ? 'cart-missing' : 'cart-damaged'
}
