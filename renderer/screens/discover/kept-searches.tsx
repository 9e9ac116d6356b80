import { Popover } from '@base-ui/react/popover'
import { BellPlus, Bookmark, Link, X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { SavedSearch } from '../../../main/model/catalogue.ts'
import { t } from '../../locales/t.ts'
import { useDiscover } from '../../store/discover.ts'
import { followQuery } from '../../store/follow.ts'
import { openQuery } from '../../store/open-query.ts'
import { useAsked } from '../../store/queries.ts'
import { isNarrowed } from '../../store/question.ts'
import { go } from '../../store/view.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { classes } from '../../ui/class-names.ts'
import float from '../../ui/float.module.css'
import { Cell, GridRow } from '../../ui/grid.tsx'
import { RowList } from '../../ui/row-list.tsx'
import { tell } from '../../ui/toasts.tsx'
import type { RowPlace } from '../../ui/virtual-rows.tsx'
import styles from './kept-searches.module.css'
import { copyLink, questionWords, removeSearch, saveSearch } from './searches.ts'
import { useQuery } from './use-results.ts'
import { useWords } from './use-words.ts'

/** The question of the moment, kept under a name or as a link, and those kept before. */
export function KeptSearches() {
  const [open, setOpen] = useState(false)
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger render={<IconButton icon={Bookmark} label={t('searches.name')} />} />
      <Popover.Portal>
        <Popover.Positioner className={float.positioner} sideOffset={4} align="end">
          <Popover.Popup
            className={classes(float.popup, styles.popup)}
            aria-label={t('searches.name')}
          >
            <Keep onDone={() => setOpen(false)} />
            <Kept onDone={() => setOpen(false)} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

interface DoneProps {
  readonly onDone: () => void
}

function Keep({ onDone }: DoneProps) {
  const query = useQuery()
  const question = useDiscover((state) => state.question)
  const { data: kept = [] } = useAsked('searches.list', undefined)
  const [name, setName] = useState('')
  const words = useWords()
  const wanted = name.trim()
  if (!isNarrowed(question)) return <p className={styles.note}>{t('searches.nothing')}</p>
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (wanted === '' || !(await saveSearch({ name: wanted, query }))) return
    tell(t('searches.saved', { name: wanted }))
    onDone()
  }
  return (
    <form onSubmit={(event) => void save(event)}>
      <div className={styles.form}>
        <input
          className={styles.name}
          value={name}
          maxLength={100}
          placeholder={questionWords(query, words)}
          aria-label={t('searches.label')}
          spellCheck={false}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" look="primary" disabled={wanted === ''}>
          {t('searches.save')}
        </Button>
      </div>
      {kept.some((it) => it.name === wanted) && (
        <p className={styles.note}>{t('searches.replaces')}</p>
      )}
      <Button
        look="quiet"
        icon={BellPlus}
        className={styles.link ?? ''}
        onClick={() => {
          onDone()
          go({ screen: 'schedules' })
          followQuery(query)
        }}
      >
        {t('follow.new')}
      </Button>
      <Button
        look="quiet"
        icon={Link}
        className={styles.link ?? ''}
        onClick={() => void copyLink(query)}
      >
        {t('searches.link')}
      </Button>
    </form>
  )
}

function Kept({ onDone }: DoneProps) {
  const { data: kept = [] } = useAsked('searches.list', undefined)
  if (kept.length === 0) return null
  const open = ({ query }: SavedSearch) => {
    onDone()
    void openQuery(query)
  }
  return (
    <>
      <h2 className={styles.heading}>{t('searches.kept')}</h2>
      <div className={styles.list}>
        <RowList
          label={t('searches.kept')}
          rows={kept}
          keyOf={nameOf}
          rowHeight={44}
          mostInSight={5.5}
          onOpen={open}
          onRemove={({ name }) => void removeSearch(name)}
        >
          {(search, place) => <KeptRow place={place} search={search} onOpen={open} />}
        </RowList>
      </div>
    </>
  )
}

const nameOf = (search: SavedSearch) => search.name

interface KeptRowProps {
  readonly onOpen: (search: SavedSearch) => void
  readonly place: RowPlace
  readonly search: SavedSearch
}

function KeptRow({ place, search, onOpen }: KeptRowProps) {
  const words = useWords()
  return (
    <GridRow {...place.row} className={styles.kept} onClick={() => onOpen(search)}>
      <Cell className={styles.open}>
        <bdi>{search.name}</bdi>
        <bdi className={styles.what}>{questionWords(search.query, words)}</bdi>
      </Cell>
      <Cell>
        <IconButton
          icon={X}
          label={t('searches.remove', { name: search.name })}
          onClick={(event) => {
            event.stopPropagation()
            void removeSearch(search.name)
          }}
        />
      </Cell>
    </GridRow>
  )
}
