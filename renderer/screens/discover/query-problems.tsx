import { TriangleAlert } from 'lucide-react'
import type { QueryProblem } from '../../../main/model/catalogue.ts'
import { tokensOf, withoutTerm } from '../../../main/model/catalogue-search.ts'
import { t } from '../../locales/t.ts'
import { changeQuestion, useDiscover } from '../../store/discover.ts'
import { pressing } from '../../store/question.ts'
import { changeView } from '../../store/view.ts'
import { Button } from '../../ui/button.tsx'
import styles from './query-chips.module.css'

/** What of the words was left out of the search, and what may have been meant. */
export function QueryProblems() {
  const { text } = useDiscover((state) => state.question)
  const flaws = useDiscover((state) => state.flaws)
  const typing = useDiscover((state) => state.typing)
  const problems = flaws.text === text ? pressing(flaws.problems, text, typing) : []
  return (
    <div className={styles.problems} role="status" hidden={problems.length === 0}>
      {problems.map((problem) => (
        <Problem key={`${problem.from} ${problem.code}`} problem={problem} text={text} />
      ))}
    </div>
  )
}

interface ProblemProps {
  readonly problem: QueryProblem
  readonly text: string
}

function Problem({ problem, text }: ProblemProps) {
  const { suggestion } = problem
  const term = tokensOf(text).find(({ from, to }) => from <= problem.from && to >= problem.to)
  return (
    <div className={styles.problem}>
      <TriangleAlert size={16} strokeWidth={1.75} aria-hidden />
      <code>{problem.text}</code>
      <span>{t(`problem.${problem.code}`)}</span>
      {suggestion !== null && (
        <Button
          look="quiet"
          onClick={() => retype(text.slice(0, problem.from) + suggestion + text.slice(problem.to))}
        >
          {t('problem.meant', { suggestion })}
        </Button>
      )}
      <Button look="quiet" onClick={() => retype(withoutTerm(text, term ?? problem))}>
        {t('problem.leave-out')}
      </Button>
    </div>
  )
}

function retype(field: string): void {
  const text = field.replace(/\s+/g, ' ').trim()
  changeView({ field: text })
  changeQuestion((now) => ({ ...now, text }))
}
