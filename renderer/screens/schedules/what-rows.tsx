import { X } from 'lucide-react'
import { useState } from 'react'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { FailureRecord } from '../../../main/model/failure.ts'
import { selectionOfPick } from '../../../main/model/picked.ts'
import type { ScheduleDraft } from '../../../main/model/schedule.ts'
import { refsOf, type ScheduleWhat } from '../../../main/model/schedule-what.ts'
import { everything, type Filter } from '../../../main/model/selection.ts'
import { failureFrom, request } from '../../bridge.ts'
import { failureText } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import { mutable, useAsked, useVersion } from '../../store/queries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { TextBox } from '../../ui/text-box.tsx'
import { conditionsOf, selectionWords } from '../dandiset/conditions.ts'
import { Chips, FilterButton } from '../dandiset/filter-conditions.tsx'
import { type Asked, FilterMenu, findOf } from '../dandiset/filter-menu.tsx'
import { FormRow } from './form-row.tsx'
import {
  CartFileRow,
  openWhat,
  SavedSearchRow,
  useFirstFound,
  withWhat,
} from './looked-up-rows.tsx'
import styles from './schedule-form.module.css'
import type { FormPart } from './schedule-form.tsx'

/** The dandisets and their versions, and the schedule's name. */
export function WhatRows({ draft, problems, onChange }: FormPart) {
  const { what } = draft
  const put = (next: ScheduleWhat) => onChange(withWhat(draft, next))
  return (
    <>
      <FormRow label={t('schedules.what')} problems={problems} field="what">
        <Choice
          name={t('schedules.what.kind')}
          value={what.kind}
          options={whatKinds.map((value) => ({
            value,
            label: t(`schedules.what.${value}`),
            note: t(`schedules.what.${value}.note`),
          }))}
          onChange={(kind) => kind !== what.kind && put(openWhat(kind))}
        />
        {what.kind === 'refs' && <RefRows draft={draft} onChange={onChange} />}
        {what.kind === 'cart' && <CartFileRow what={what} onChange={put} />}
        {what.kind === 'search' && <SavedSearchRow what={what} onChange={put} />}
      </FormRow>
      {what.kind !== 'cart' && <FilesRow draft={draft} onChange={onChange} />}
      <FormRow label={t('schedules.name')} problems={problems} field="name">
        <TextBox
          label={t('schedules.name')}
          value={draft.name}
          width={320}
          onType={(name) => onChange({ name })}
        />
      </FormRow>
    </>
  )
}

const whatKinds = ['refs', 'cart', 'search'] as const

function RefRows({ draft, onChange }: Omit<FormPart, 'problems'>) {
  const refs = refsOf(draft.what)
  const put = (next: readonly ArchiveRef[]) => onChange(withRefs(draft, next))
  return (
    <>
      {refs.map((ref, index) => (
        <RefRow
          key={`${ref.instance}/${ref.dandisetId}`}
          dandiset={ref}
          onChange={(next) => put(refs.map((each, at) => (at === index ? next : each)))}
          onRemove={() => put(refs.filter((each) => each !== ref))}
        />
      ))}
      <AddBox onAdd={(found) => put(joined(refs, found))} />
    </>
  )
}

/** What the first identifier means is chosen. */
function withRefs(draft: ScheduleDraft, refs: readonly ArchiveRef[]): Partial<ScheduleDraft> {
  const before = refsOf(draft.what)
  const [first] = refs
  const isFirst = before.length === 0 && draft.selection === everything
  return {
    ...withWhat(draft, { kind: 'refs', refs }),
    ...(isFirst && first && { selection: selectionOfPick(first.pick) }),
  }
}

function joined(refs: readonly ArchiveRef[], found: readonly ArchiveRef[]): readonly ArchiveRef[] {
  const named = new Map(
    [...refs, ...found].map((ref) => [`${ref.instance}/${ref.dandisetId}`, ref]),
  )
  return [...named.values()]
}

function AddBox({ onAdd }: { readonly onAdd: (refs: readonly ArchiveRef[]) => void }) {
  const [typed, setTyped] = useState('')
  const [failure, setFailure] = useState<FailureRecord | 'no-dandiset' | null>(null)
  const add = async () => {
    if (typed.trim() === '') return
    try {
      const refs = await request('identify', { text: typed })
      if (refs.some(({ dandisetId }) => dandisetId === null)) return setFailure('no-dandiset')
      setTyped('')
      onAdd(refs)
    } catch (error) {
      setFailure(failureFrom(error))
    }
  }
  return (
    <>
      <div className={styles.line}>
        <TextBox
          label={t('schedules.add.label')}
          value={typed}
          placeholder={t('schedules.add.hint')}
          wrong={failure !== null}
          onType={(text) => {
            setTyped(text)
            setFailure(null)
          }}
          onDone={() => void add()}
        />
        <Button disabled={typed.trim() === ''} onClick={() => void add()}>
          {t('schedules.add')}
        </Button>
      </div>
      {failure && (
        <p className={styles.problem} role="alert">
          {failure === 'no-dandiset' ? t('schedules.add.no-dandiset') : failureText(failure).why}
        </p>
      )}
    </>
  )
}

interface RefRowProps {
  readonly dandiset: ArchiveRef
  readonly onChange: (ref: ArchiveRef) => void
  readonly onRemove: () => void
}

const newest = 'newest'

function RefRow({ dandiset, onChange, onRemove }: RefRowProps) {
  const { instance, version } = dandiset
  const dandisetId = dandiset.dandisetId ?? ''
  const { data = [] } = useAsked('dandiset.versions', { instance, dandisetId })
  const numbers = data.map((row) => row.version).filter((each) => each !== 'draft')
  const known = version === null || version === 'draft' || numbers.includes(version)
  const id = `DANDI:${dandisetId}`
  return (
    <div className={styles.line}>
      <span className={styles.id}>{id}</span>
      <Choice
        name={t('schedules.version', { id })}
        value={version ?? newest}
        options={[
          { value: newest, label: t('schedules.newest'), note: t('schedules.newest.note') },
          { value: 'draft', label: t('schedules.draft'), note: t('schedules.draft.note') },
          ...(known ? numbers : [version, ...numbers]).map((value) => ({ value, label: value })),
        ]}
        onChange={(next) => onChange({ ...dandiset, version: next === newest ? null : next })}
      />
      <IconButton icon={X} label={t('schedules.without', { id })} onClick={onRemove} />
    </div>
  )
}

function FilesRow({ draft, onChange }: Omit<FormPart, 'problems'>) {
  const { selection, what } = draft
  const { filter } = selection
  const [asked, setAsked] = useState<Asked | null>(null)
  const change = (part: Partial<Filter>) =>
    onChange({ selection: { ...selection, filter: { ...filter, ...part } } })
  const found = useFirstFound(what)
  const first = refsOf(what)[0] ?? found
  return (
    <FormRow label={t('schedules.files')} note={selectionWords(selection)}>
      <div className={styles.line}>
        <FilterButton asked={asked} onAsk={setAsked} topic="sex" disabled={first === undefined} />
        <Chips conditions={conditionsOf(filter)} onChange={change} onAsk={setAsked} />
      </div>
      {first && asked && (
        <FilesMenu dandiset={first} asked={asked} onAsk={setAsked} {...{ filter, change }} />
      )}
    </FormRow>
  )
}

interface FilesMenuProps {
  /** Whose values are offered. */
  readonly dandiset: ArchiveRef
  readonly asked: Asked
  readonly onAsk: (asked: Asked | null) => void
  readonly filter: Filter
  readonly change: (part: Partial<Filter>) => void
}

function FilesMenu({ dandiset, asked, onAsk, filter, change }: FilesMenuProps) {
  const { data: open } = useVersion(dandiset, 'auto')
  const { data: facets } = useAsked(
    'entries.facets',
    {
      snapshotId: open?.snapshotId ?? 0,
      selection: mutable({ ...everything, filter }),
      find: findOf(asked),
    },
    { keep: true, enabled: open !== undefined },
  )
  return (
    <FilterMenu asked={asked} onAsk={onAsk} filter={filter} facets={facets} onChange={change} />
  )
}
