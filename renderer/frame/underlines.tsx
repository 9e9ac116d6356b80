import { Fragment, useEffect, useState } from 'react'
import type { QueryProblem } from '../../main/model/catalogue.ts'
import { useDiscover } from '../store/discover.ts'
import { pressing } from '../store/question.ts'
import styles from './search-field.module.css'

interface UnderlinesProps {
  readonly field: string
  readonly input: { readonly current: HTMLInputElement | null }
}

/** Wavy lines below what the search could not understand; in words they are told above the list. */
export function Underlines({ field, input }: UnderlinesProps) {
  const flaws = useDiscover((state) => state.flaws)
  const typing = useDiscover((state) => state.typing)
  const scrolled = useScrolled(input)
  const problems = pressing(flaws.problems, flaws.text, typing)
  if (problems.length === 0 || !field.startsWith(flaws.text)) return null
  return (
    <div className={styles.underlines} aria-hidden>
      <div style={{ transform: `translateX(${-scrolled}px)` }}>
        {pieces(field, problems).map(({ at, text, wrong }) => (
          <Fragment key={at}>
            {wrong ? <span className={styles.wrong}>{text}</span> : text}
          </Fragment>
        ))}
      </div>
    </div>
  )
}

function useScrolled(input: UnderlinesProps['input']): number {
  const [scrolled, setScrolled] = useState(0)
  useEffect(() => {
    const element = input.current
    if (!element) return
    const follow = () => setScrolled(element.scrollLeft)
    element.addEventListener('scroll', follow)
    return () => element.removeEventListener('scroll', follow)
  }, [input])
  return scrolled
}

function pieces(text: string, problems: readonly QueryProblem[]) {
  const edges = problems.flatMap(({ from, to }) => [from, to])
  const cuts = [...new Set([0, ...edges, text.length])].sort((a, b) => a - b)
  return cuts.slice(0, -1).map((at, index) => ({
    at,
    text: text.slice(at, cuts[index + 1]),
    wrong: problems.some(({ from, to }) => at >= from && at < to),
  }))
}
