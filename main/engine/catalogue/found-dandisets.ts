/** All that a question to the kept catalogue finds, for what is done about it without a person. */
import type { CatalogueQuery, CatalogueRow, QueryProblemCode } from '../../model/catalogue.ts'
import { Failure } from '../../model/failure.ts'
import type { CatalogueAnswers } from './catalogue-answers.ts'

const PAGE = 500
/** Without such a condition more is found than is meant. */
const widening: ReadonlySet<string> = new Set<QueryProblemCode>([
  'unknown-operator',
  'no-value',
  'bad-date',
  'not-asked',
])

/** By number. Throws `input.invalid` for a part that is not understood or could not be asked. */
export async function foundDandisets(
  query: CatalogueQuery,
  answers: Pick<CatalogueAnswers, 'page'>,
): Promise<readonly CatalogueRow[]> {
  const ask = (offset: number) => answers.page({ query, order: 'id', offset, limit: PAGE })
  const { rows: first, total, problems } = await ask(0)
  const problem = problems.find(({ code }) => widening.has(code))
  if (problem) {
    const text = `“${problem.text}”`
    const details = { field: 'what', reason: 'schedule.search-problem', text }
    throw new Failure('input.invalid', 'ask-user', details)
  }
  const rows = [...first]
  while (rows.length < total) {
    const more = (await ask(rows.length)).rows
    if (more.length === 0) break
    rows.push(...more)
  }
  return rows
}
