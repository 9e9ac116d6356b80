import { useEffect, useState } from 'react'
import { reuseModes } from '../../../main/model/job.ts'
import { type Layout, templateProblem, templateWords } from '../../../main/model/layout.ts'
import type { Plan } from '../../../main/model/plan.ts'
import { t } from '../../locales/t.ts'
import { Choice } from '../../ui/choice.tsx'
import { FileName } from '../../ui/file-name.tsx'
import { TextBox } from '../../ui/text-box.tsx'
import { Toggle } from '../../ui/toggle.tsx'
import styles from './plan-layout.module.css'
import type { Placing } from './plan-sheet.tsx'

interface PlanLayoutProps {
  readonly plan: Plan
  readonly placing: Placing
  readonly onPlacing: (change: Partial<Placing>) => void
}

const kinds = ['archive', 'flat', 'template'] as const
const example = '{species}/{subject}/{session}/{name}'

/** Where files go, and what is done with what is on this machine already. */
export function PlanLayout({ plan, placing, onPlacing }: PlanLayoutProps) {
  const { layout } = placing
  const choose = (kind: Layout['kind']) =>
    onPlacing({ layout: kind === 'template' ? { kind, template: example } : { kind } })
  return (
    <section className={styles.layout} aria-label={t('layout.name')}>
      <div className={styles.line}>
        <span>{t('layout.name')}</span>
        <Choice
          name={t('layout.name')}
          value={layout.kind}
          options={kinds.map((kind) => ({
            value: kind,
            label: t(`layout.${kind}`),
            note: t(`layout.${kind}.note`),
          }))}
          onChange={choose}
        />
      </div>
      {layout.kind === 'template' && (
        <Template
          template={layout.template}
          onChange={(template) => onPlacing({ layout: { kind: 'template', template } })}
        />
      )}
      <Preview plan={plan} />
      <div className={styles.line}>
        <span>{t('reuse.name')}</span>
        <Choice
          name={t('reuse.name')}
          value={placing.reuse}
          options={reuseModes.map((mode) => ({
            value: mode,
            label: t(`reuse.${mode}`),
            note: t(`reuse.${mode}.note`),
          }))}
          onChange={(reuse) => onPlacing({ reuse })}
        />
      </div>
      <div className={styles.line}>
        <span>{t('names.adapt')}</span>
        <Toggle
          label={t('names.adapt')}
          on={placing.names === 'adapt'}
          onChange={(on) => onPlacing({ names: on ? 'adapt' : 'keep' })}
        />
      </div>
    </section>
  )
}

interface TemplateProps {
  readonly template: string
  readonly onChange: (template: string) => void
}

/** Typed freely; only a template that gives every file a name goes on. */
function Template({ template, onChange }: TemplateProps) {
  const [typed, setTyped] = useState(template)
  useEffect(() => setTyped(template), [template])
  const problem = templateProblem(typed)
  const done = () => problem === null && typed !== template && onChange(typed)
  return (
    <div className={styles.template}>
      <TextBox
        label={t('layout.template')}
        value={typed}
        wrong={problem !== null}
        onType={setTyped}
        onDone={done}
      />
      <p className={problem ? styles.wrong : styles.note} role={problem ? 'alert' : undefined}>
        {problem
          ? t(`template.${problem.reason}`, {
              part: typed.slice(problem.from, problem.to),
              words: templateWords.map((word) => `{${word}}`).join(' '),
            })
          : t('layout.words', { words: templateWords.map((word) => `{${word}}`).join(' ') })}
      </p>
    </div>
  )
}

const shown = 3

function Preview({ plan }: { readonly plan: Plan }) {
  if (plan.preview.length === 0) return null
  return (
    <ul className={styles.preview} aria-label={t('layout.preview')}>
      {plan.preview.slice(0, shown).map((place) => (
        <li key={place.path}>
          <FileName name={place.localPath} />
        </li>
      ))}
      {plan.files > shown && <li aria-hidden>…</li>}
    </ul>
  )
}
