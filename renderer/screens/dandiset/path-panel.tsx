import { useEffect, useState } from 'react'
import { regexProblem } from '../../../main/model/regex-problem.ts'
import type { Filter } from '../../../main/model/selection.ts'
import { t } from '../../locales/t.ts'
import styles from './filter-menu.module.css'

interface PathPanelProps {
  readonly filter: Filter
  readonly onChange: (part: Partial<Filter>) => void
}

/** Patterns that paths must and must not match, and a regular expression. */
export function PathPanel({ filter, onChange }: PathPanelProps) {
  return (
    <div className={styles.page}>
      <Globs side="include" globs={filter.include} onChange={(include) => onChange({ include })} />
      <Globs side="exclude" globs={filter.exclude} onChange={(exclude) => onChange({ exclude })} />
      <Expression regex={filter.regex} onChange={(regex) => onChange({ regex })} />
    </div>
  )
}

const pauseMs = 250

/** What is typed, told on after a pause. */
function useTyped(value: string, onChange: (value: string) => void) {
  const [typed, setTyped] = useState(value)
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => onChange(typed), pauseMs)
    return () => clearTimeout(timer)
  })
  return [typed, setTyped] as const
}

interface GlobsProps {
  readonly side: 'include' | 'exclude'
  readonly globs: readonly string[]
  readonly onChange: (globs: readonly string[]) => void
}

const lines = (text: string) =>
  text
    .split('\n')
    .map((it) => it.trim())
    .filter((it) => it !== '')

function Globs({ side, globs, onChange }: GlobsProps) {
  const [typed, setTyped] = useState(globs.join('\n'))
  useEffect(() => {
    const next = lines(typed)
    if (next.join('\n') === globs.join('\n')) return
    const timer = setTimeout(() => onChange(next), pauseMs)
    return () => clearTimeout(timer)
  })
  return (
    <label className={styles.field}>
      <span className={styles.name}>{t(`path.${side}`)}</span>
      <textarea
        className={styles.globs}
        rows={2}
        value={typed}
        placeholder={side === 'include' ? 'sub-*/*.nwb' : '*_behavior.nwb'}
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
      />
      {side === 'include' && <span className={styles.help}>{t('path.include.help')}</span>}
    </label>
  )
}

interface ExpressionProps {
  readonly regex: string
  readonly onChange: (regex: string) => void
}

/** An expression that cannot be used changes nothing; what is wrong is said beneath it. */
function Expression({ regex, onChange }: ExpressionProps) {
  const [typed, setTyped] = useTyped(regex, (next) => {
    if (next === '' || regexProblem(next) === null) onChange(next)
  })
  const problem = typed === '' ? null : regexProblem(typed)
  return (
    <label className={styles.field}>
      <span className={styles.name}>{t('path.regex')}</span>
      <input
        className={styles.expression}
        value={typed}
        placeholder="sub-(0[1-9]|10)/.*ecephys"
        aria-invalid={problem !== null}
        aria-describedby="regex-problem"
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
      />
      <span
        id="regex-problem"
        role={problem ? 'alert' : undefined}
        className={problem ? styles.problem : styles.help}
      >
        {problem ? <Problem pattern={typed} problem={problem} /> : t('path.regex.help')}
      </span>
    </label>
  )
}

interface ProblemProps {
  readonly pattern: string
  readonly problem: NonNullable<ReturnType<typeof regexProblem>>
}

function Problem({ pattern, problem: { at, problem } }: ProblemProps) {
  return (
    <>
      {t('path.regex.at', { at: at + 1, problem })}
      <span className={styles.where} aria-hidden>
        {pattern.slice(0, at)}
        <mark>{pattern.slice(at, at + 1) || ' '}</mark>
        {pattern.slice(at + 1)}
      </span>
    </>
  )
}
