import { FileText } from 'lucide-react'
import type { ScheduleDraft } from '../../../main/model/schedule.ts'
import { MOST_FOUND, type ScheduleWhat, searchVersions } from '../../../main/model/schedule-what.ts'
import { everything } from '../../../main/model/selection.ts'
import { request } from '../../bridge.ts'
import { t } from '../../locales/t.ts'
import { useAsked } from '../../store/queries.ts'
import { nameOfWhat } from '../../store/schedules.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { NumberBox } from '../../ui/number-box.tsx'
import { questionWords } from '../discover/searches.ts'
import { useWords } from '../discover/use-words.ts'
import styles from './schedule-form.module.css'

type What<K extends ScheduleWhat['kind']> = Extract<ScheduleWhat, { readonly kind: K }>

interface LookedUpProps<K extends ScheduleWhat['kind']> {
  readonly what: What<K>
  readonly onChange: (what: ScheduleWhat) => void
}

/** The name follows until somebody gives another. Rules of another kind of thing say nothing here. */
export function withWhat(draft: ScheduleDraft, what: ScheduleWhat): Partial<ScheduleDraft> {
  return {
    what,
    ...(draft.name === nameOfWhat(draft.what) && { name: nameOfWhat(what) }),
    ...(draft.what.kind !== what.kind && { selection: everything }),
  }
}

/** Nothing chosen yet. */
export function openWhat(kind: ScheduleWhat['kind']): ScheduleWhat {
  switch (kind) {
    case 'refs':
      return { kind, refs: [] }
    case 'cart':
      return { kind, path: '' }
    case 'search':
      return { kind, name: '', version: 'newest', most: MOST_FOUND }
    default:
      return kind satisfies never
  }
}

/** The file in which a cart was saved. */
export function CartFileRow({ what, onChange }: LookedUpProps<'cart'>) {
  const choose = async () => {
    const { path } = await request('cart.choose', undefined)
    if (path !== null) onChange({ kind: 'cart', path })
  }
  const name = what.path === '' ? t('schedules.cart.choose') : what.path
  return (
    <>
      <Button
        icon={FileText}
        className={styles.folder ?? ''}
        aria-label={what.path === '' ? name : t('schedules.cart.change', { path: what.path })}
        onClick={() => void choose()}
      >
        <bdi>{name}</bdi>
      </Button>
      <p className={styles.note}>{t('schedules.cart.note')}</p>
    </>
  )
}

/** A search that was saved in Discover, and what of it is taken. */
export function SavedSearchRow({ what, onChange }: LookedUpProps<'search'>) {
  const { data: kept } = useAsked('searches.list', undefined)
  const words = useWords()
  if (kept?.length === 0 && what.name === '')
    return <p className={styles.note}>{t('schedules.search.none')}</p>
  const names = (kept ?? []).map(({ name }) => name)
  const all = what.name === '' || names.includes(what.name) ? names : [what.name, ...names]
  const chosen = kept?.find(({ name }) => name === what.name)
  return (
    <>
      <div className={styles.line}>
        <Choice
          name={t('schedules.search.name')}
          value={what.name}
          options={[
            ...(what.name === '' ? [{ value: '', label: t('schedules.search.choose') }] : []),
            ...all.map((value) => ({ value, label: value })),
          ]}
          onChange={(name) => onChange({ ...what, name })}
        />
        <Choice
          name={t('schedules.search.version')}
          value={what.version}
          options={searchVersions.map((value) => ({
            value,
            label: t(`schedules.search.${value}`),
            note: t(`schedules.search.${value}.note`),
          }))}
          onChange={(version) => onChange({ ...what, version })}
        />
      </div>
      {chosen && <p className={styles.note}>{questionWords(chosen.query, words)}</p>}
      <div className={styles.line}>
        <span>{t('schedules.search.most')}</span>
        <NumberBox
          label={t('schedules.search.most.label')}
          value={what.most}
          bounds={{ min: 1, max: 1000 }}
          onChange={(most) => onChange({ ...what, most })}
        />
      </div>
      <p className={styles.note}>{t('schedules.search.note')}</p>
    </>
  )
}

/** A dandiset whose values are offered for rules on what a search finds. */
export function useFirstFound(what: ScheduleWhat) {
  const { data: kept } = useAsked('searches.list', undefined, { enabled: what.kind === 'search' })
  const name = what.kind === 'search' ? what.name : ''
  const query = kept?.find((search) => search.name === name)?.query
  const open = { instance: query?.instance ?? '', text: '', facets: [], draftsToo: false }
  const { data } = useAsked(
    'catalogue.page',
    { query: (query ?? open) as typeof open, order: 'relevance', offset: 0, limit: 1 },
    { enabled: query !== undefined },
  )
  const first = data?.rows[0]
  if (!query || !first) return undefined
  const pick = { kind: 'dandiset' } as const
  const version = first.published ? null : 'draft'
  return { instance: query.instance, dandisetId: first.id, version, pick }
}
