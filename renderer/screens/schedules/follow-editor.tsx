import { Folder } from 'lucide-react'
import { useState } from 'react'
import type { CatalogueQuery } from '../../../main/model/catalogue.ts'
import { type FollowAction, type FollowDraft, followSamples } from '../../../main/model/follow.ts'
import { failureFrom, request } from '../../bridge.ts'
import { failureText } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import { useSettings } from '../../store/engine.ts'
import { closeRule, type EditedRule } from '../../store/follow.ts'
import { mutable, useAsked, useOrder } from '../../store/queries.ts'
import { openQuestion, valuesIn } from '../../store/question.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { TextBox } from '../../ui/text-box.tsx'
import { useWords } from '../discover/use-words.ts'
import { FormRow } from './form-row.tsx'
import styles from './schedule-form.module.css'

/** A rule as a form: which new dandisets, and what is done about each. */
export function FollowEditor({ edited: { id, draft: start } }: { readonly edited: EditedRule }) {
  const [draft, setDraft] = useState(start)
  const change = (part: Partial<FollowDraft>) => setDraft((now) => ({ ...now, ...part }))
  const save = useOrder('follow.save', closeRule)
  const why = save.error && failureText(failureFrom(save.error)).why
  return (
    <Modal
      open
      onClose={closeRule}
      title={t(id === null ? 'follow.new.title' : 'follow.edit.title')}
      lead={t('follow.lead')}
      actions={
        <>
          <Button onClick={closeRule}>{t('cancel')}</Button>
          <Button
            look="primary"
            disabled={save.isPending}
            onClick={() => save.mutate({ id, draft: mutable(draft) })}
          >
            {t('follow.save')}
          </Button>
        </>
      }
    >
      <div className={styles.part}>
        <QuestionRow draft={draft} onChange={change} />
        <FormRow label={t('schedules.name')}>
          <TextBox
            label={t('schedules.name')}
            value={draft.name}
            width={240}
            onType={(name) => change({ name })}
          />
        </FormRow>
        <ActionRow action={draft.action} onChange={(action) => change({ action })} />
        {why && (
          <p className={styles.problem} role="alert">
            {why}
          </p>
        )}
      </div>
    </Modal>
  )
}

interface DraftProps {
  readonly draft: FollowDraft
  readonly onChange: (part: Partial<FollowDraft>) => void
}

/** The name follows the words until somebody gives another. */
function asked(draft: FollowDraft, query: CatalogueQuery, name = query.text): Partial<FollowDraft> {
  return { query, ...(draft.name === draft.query.text && { name }) }
}

const none = ''

function QuestionRow({ draft, onChange }: DraftProps) {
  const { data: kept = [] } = useAsked('searches.list', undefined)
  const words = useWords()
  const values = valuesIn(draft.query).map(words)
  const take = (name: string) => {
    const search = kept.find((it) => it.name === name)
    if (search) onChange({ ...asked(draft, search.query, search.name), name: search.name })
  }
  return (
    <FormRow label={t('follow.question')} note={t('follow.question.note')}>
      <TextBox
        label={t('follow.question')}
        value={draft.query.text}
        width={240}
        placeholder={t('follow.question.hint')}
        onType={(text) => onChange(asked(draft, { ...draft.query, text }))}
      />
      {values.length > 0 && <p className={styles.note}>{values.join(' · ')}</p>}
      {kept.length > 0 && (
        <Choice
          quiet
          name={t('follow.from-search')}
          value={none}
          options={[
            { value: none, label: t('follow.from-search') },
            ...kept.map(({ name }) => ({ value: name, label: name })),
          ]}
          onChange={take}
        />
      )}
    </FormRow>
  )
}

interface ActionProps {
  readonly action: FollowAction
  readonly onChange: (action: FollowAction) => void
}

const kinds = ['tell', 'watch', 'fetch'] as const

function ActionRow({ action, onChange }: ActionProps) {
  const { destination } = useSettings()
  const choose = (kind: FollowAction['kind']) => {
    if (kind !== 'fetch') return onChange({ kind })
    onChange({ kind, destination, sample: followSamples[0] })
  }
  return (
    <FormRow label={t('follow.action')} note={t(`follow.action.${action.kind}.note`)}>
      <Choice
        name={t('follow.action')}
        value={action.kind}
        options={kinds.map((value) => ({ value, label: t(`follow.action.${value}`) }))}
        onChange={choose}
      />
      {action.kind === 'fetch' && <FetchBoxes action={action} onChange={onChange} />}
    </FormRow>
  )
}

type Fetch = Extract<FollowAction, { kind: 'fetch' }>

function FetchBoxes({ action, onChange }: ActionProps & { readonly action: Fetch }) {
  const choose = async () => {
    const { folder } = await request('dialog.folder', { current: action.destination })
    if (folder !== null) onChange({ ...action, destination: folder })
  }
  return (
    <>
      <Choice
        name={t('follow.sample')}
        value={action.sample}
        options={followSamples.map((value) => ({ value, label: t(`follow.sample.${value}`) }))}
        onChange={(sample) => onChange({ ...action, sample })}
      />
      <Button
        icon={Folder}
        className={styles.folder ?? ''}
        aria-label={t('destination.choose', { folder: action.destination })}
        onClick={() => void choose()}
      >
        <bdi>{action.destination}</bdi>
      </Button>
    </>
  )
}

/** A rule that asks for nothing yet. */
export const openRule = (instance: string): CatalogueQuery => ({ instance, ...openQuestion })
