import { BellPlus, Compass, Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { useId } from 'react'
import type { FollowFind, FollowRule } from '../../../main/model/follow.ts'
import { failureFrom } from '../../bridge.ts'
import { formatCount } from '../../format/bytes.ts'
import { formatDateTime } from '../../format/time.ts'
import { actionText } from '../../locales/follow-words.ts'
import { t } from '../../locales/t.ts'
import { useSettings } from '../../store/engine.ts'
import {
  editRule,
  followQuery,
  openFind,
  SHOWN_FINDS,
  useEditedRule,
  useFollow,
} from '../../store/follow.ts'
import { openQuery } from '../../store/open-query.ts'
import { order } from '../../store/queries.ts'
import { go } from '../../store/view.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Cell, GridRow } from '../../ui/grid.tsx'
import { DropMenu, type MenuEntry } from '../../ui/menu.tsx'
import { RowList } from '../../ui/row-list.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { Toggle } from '../../ui/toggle.tsx'
import type { RowPlace } from '../../ui/virtual-rows.tsx'
import { questionWords } from '../discover/searches.ts'
import { useWords } from '../discover/use-words.ts'
import { FollowEditor, openRule } from './follow-editor.tsx'
import styles from './following.module.css'

/** Rules for new dandisets, what they found, and the watch list. */
export function Following() {
  const title = useId()
  const { state, finds } = useFollow()
  const edited = useEditedRule()
  const { data } = state
  return (
    <section className={styles.following} aria-labelledby={title}>
      <div className={styles.head}>
        <h2 className={styles.title} id={title}>
          {t('follow.title')}
        </h2>
        <FollowButton />
      </div>
      {state.error && <FailureNote failure={failureFrom(state.error)} />}
      {!data && !state.error && <SkeletonLines widths={['48%', '36%']} />}
      {data && <Rules rules={data.rules} />}
      {data && finds.data && finds.data.total > 0 && (
        <Finds finds={finds.data.rows} total={finds.data.total} unread={data.unread} />
      )}
      {data && data.watched.length > 0 && <Watched finds={data.watched} />}
      {edited && <FollowEditor edited={edited} />}
    </section>
  )
}

function FollowButton() {
  const { instance } = useSettings()
  return (
    <Button icon={BellPlus} onClick={() => followQuery(openRule(instance))}>
      {t('follow.new')}
    </Button>
  )
}

function Rules({ rules }: { readonly rules: readonly FollowRule[] }) {
  if (rules.length === 0) return <p className={styles.none}>{t('follow.none.text')}</p>
  return (
    <div className={styles.list}>
      <RowList
        label={t('follow.rules')}
        rows={rules}
        keyOf={idOf}
        rowHeight={69}
        mostInSight={8}
        onOpen={editRule}
      >
        {(rule, place) => <Rule rule={rule} place={place} />}
      </RowList>
    </div>
  )
}

interface RuleProps {
  readonly rule: FollowRule
  readonly place: RowPlace
}

function Rule({ rule, place }: RuleProps) {
  const { id, name, query, action, isOn, lookedAt } = rule
  const words = useWords()
  const note = lookedAt === null && isOn ? t('follow.first-look') : actionText(action)
  return (
    <GridRow {...place.row} className={styles.rule} data-off={isOn ? undefined : ''}>
      <Cell className={styles.words}>
        <bdi className={styles.name}>{name}</bdi>
        <p className={styles.note}>
          <bdi>{questionWords(query, words)}</bdi>
        </p>
        <p className={styles.note}>{note}</p>
      </Cell>
      <Cell>
        <DropMenu entries={menuOf(rule)} align="end">
          <IconButton icon={Ellipsis} label={t('follow.actions', { name })} />
        </DropMenu>
      </Cell>
      <Cell>
        <Toggle
          on={isOn}
          label={t('follow.switch', { name })}
          onChange={(next) => void order('follow.switch', { id, isOn: next })}
        />
      </Cell>
    </GridRow>
  )
}

function menuOf(rule: FollowRule): readonly MenuEntry[] {
  return [
    { label: t('follow.discover'), icon: Compass, act: () => void openQuery(rule.query) },
    { label: t('schedules.edit'), icon: Pencil, act: () => editRule(rule) },
    {
      label: t('schedules.remove'),
      icon: Trash2,
      apart: true,
      danger: true,
      act: () => void order('follow.remove', { id: rule.id }),
    },
  ]
}

interface FindsProps {
  readonly finds: readonly FollowFind[]
  readonly total: number
  readonly unread: number
}

function Finds({ finds, total, unread }: FindsProps) {
  return (
    <>
      <div className={styles.head}>
        <h3 className={styles.title}>
          {unread === 0 ? t('follow.found') : t('follow.found.unread', { count: unread })}
        </h3>
        {unread > 0 && (
          <Button look="quiet" onClick={() => void order('follow.read', { findId: null })}>
            {t('follow.read-all')}
          </Button>
        )}
      </div>
      <ul className={styles.list} aria-label={t('follow.found')}>
        {finds.map((find) => (
          <Find key={find.id} find={find} />
        ))}
      </ul>
      {total > SHOWN_FINDS && (
        <p className={styles.none}>
          {t('follow.more', { total: formatCount(total - SHOWN_FINDS) })}
        </p>
      )}
    </>
  )
}

function Find({ find }: { readonly find: FollowFind }) {
  const { dandisetId, title, ruleName, foundAt, isRead, jobId } = find
  const facts = [`DANDI:${dandisetId}`, ruleName, formatDateTime(foundAt)]
  return (
    <li className={styles.find} data-unread={isRead ? undefined : ''}>
      <span className={styles.dot}>
        {!isRead && <span role="img" aria-label={t('follow.unread')} />}
      </span>
      <button type="button" className={styles.open} onClick={() => openFind(find)}>
        <bdi className={styles.name}>{title}</bdi>
        <span className={styles.note}>{facts.join(' · ')}</span>
      </button>
      {jobId !== null && (
        <Button look="quiet" onClick={() => go({ screen: 'transfers', jobId })}>
          {t('follow.fetching')}
        </Button>
      )}
    </li>
  )
}

function Watched({ finds }: { readonly finds: readonly FollowFind[] }) {
  return (
    <>
      <h3 className={styles.title}>{t('follow.watched')}</h3>
      <div className={styles.list}>
        <RowList
          label={t('follow.watched')}
          rows={finds}
          keyOf={idOf}
          rowHeight={53}
          mostInSight={10}
          onOpen={openFind}
          onRemove={({ id }) => void order('follow.unwatch', { findId: id })}
        >
          {(find, place) => <WatchedRow find={find} place={place} />}
        </RowList>
      </div>
    </>
  )
}

const idOf = ({ id }: { readonly id: string | number }) => String(id)

interface WatchedRowProps {
  readonly find: FollowFind
  readonly place: RowPlace
}

function WatchedRow({ find, place }: WatchedRowProps) {
  const { id, dandisetId, instance } = find
  const query = { ...openRule(instance), text: `DANDI:${dandisetId}`, draftsToo: true }
  return (
    <GridRow {...place.row} className={styles.find}>
      <Cell className={styles.dot} />
      <Cell className={styles.words}>
        <button type="button" className={styles.open} tabIndex={-1} onClick={() => openFind(find)}>
          <bdi className={styles.name}>{find.title}</bdi>
          <span className={styles.note}>DANDI:{dandisetId}</span>
        </button>
      </Cell>
      <Cell>
        <Button look="quiet" onClick={() => void openQuery(query)}>
          {t('follow.discover')}
        </Button>
      </Cell>
      <Cell>
        <Button
          look="quiet"
          aria-label={t('follow.unwatch.label', { id: `DANDI:${dandisetId}` })}
          onClick={() => void order('follow.unwatch', { findId: id })}
        >
          {t('follow.unwatch')}
        </Button>
      </Cell>
    </GridRow>
  )
}
