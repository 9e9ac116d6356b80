import { Check, ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import type { CatalogueFacet, CatalogueFacetCount } from '../../../main/model/catalogue.ts'
import { formatCount } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { changeDiscover, changeQuestion, useDiscover } from '../../store/discover.ts'
import { chosenOf, withValue } from '../../store/question.ts'
import { Button } from '../../ui/button.tsx'
import { useHeldRow, useKeys } from '../../ui/held-row.ts'
import { Option } from '../../ui/option.tsx'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import styles from './facet-panel.module.css'
import { atAGlance, findFrom, found, offered, valuesAtOnce } from './facet-values.ts'
import { facetName, valueWords } from './facet-words.ts'

interface FacetGroupProps {
  readonly facet: CatalogueFacet
  readonly counts: readonly CatalogueFacetCount[]
}

export function FacetGroup({ facet, counts }: FacetGroupProps) {
  const id = useId()
  const question = useDiscover((state) => state.question)
  const folded = useDiscover((state) => state.folded)
  const chosen = chosenOf(question, facet)
  const values = offered(counts, chosen)
  const open = !folded.includes(facet) && values.length > 0
  const others = folded.filter((it) => it !== facet)
  return (
    <section className={styles.group}>
      <h3>
        <button
          type="button"
          className={styles.name}
          aria-expanded={open}
          aria-controls={id}
          disabled={values.length === 0}
          onClick={() => changeDiscover({ folded: open ? [...others, facet] : others })}
        >
          <ChevronRight size={14} strokeWidth={1.75} aria-hidden />
          <span className={styles.label}>{facetName(facet)}</span>
          {chosen.length > 0 && (
            <span className={styles.chosen}>
              {chosen.length}
              <span className="visually-hidden"> {t('facet.chosen')}</span>
            </span>
          )}
        </button>
      </h3>
      <div id={id} hidden={!open}>
        {open && <Values facet={facet} values={values} chosen={chosen} />}
      </div>
    </section>
  )
}

interface ValuesProps {
  readonly facet: CatalogueFacet
  readonly values: readonly CatalogueFacetCount[]
  readonly chosen: readonly string[]
}

function Values({ facet, values, chosen }: ValuesProps) {
  const unfolded = useDiscover((state) => state.unfolded)
  const [text, setText] = useState('')
  const all = unfolded.includes(facet)
  const others = unfolded.filter((it) => it !== facet)
  const searched = all && values.length > findFrom
  const shown = all ? found(values, searched ? text : '') : atAGlance(values, chosen)
  return (
    <div className={styles.values}>
      {searched && (
        <Find label={t('filter.find', { name: facetName(facet).toLowerCase() })} onType={setText} />
      )}
      {searched && shown.length > 0 ? (
        <LongValues facet={facet} values={shown} chosen={chosen} />
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: a <fieldset> lays out badly
        <div role="group" aria-label={facetName(facet)}>
          {shown.map((count) => (
            <Value
              key={count.value}
              facet={facet}
              count={count}
              chosen={chosen.includes(count.value)}
            />
          ))}
          {shown.length === 0 && <p className={styles.nothing}>{t('filter.none')}</p>}
        </div>
      )}
      {values.length > valuesAtOnce && (
        <Button
          look="quiet"
          className={styles.more ?? ''}
          aria-expanded={all}
          onClick={() => changeDiscover({ unfolded: all ? others : [...others, facet] })}
        >
          {all ? t('facet.fewer') : t('facet.all', { count: values.length })}
        </Button>
      )}
    </div>
  )
}

function Find(props: { readonly label: string; readonly onType: (text: string) => void }) {
  return (
    <input
      className={styles.find}
      placeholder={props.label}
      aria-label={props.label}
      spellCheck={false}
      onChange={(event) => props.onType(event.target.value)}
    />
  )
}

const rowHeight = 28
const mostRowsInSight = 11
const keyOf = ({ value }: CatalogueFacetCount) => value

/** Very many values draw those in sight; a list with the focus and the keyboard of its own. */
function LongValues({ facet, values, chosen }: ValuesProps) {
  const id = useId()
  const keyAt = useKeys(values, keyOf)
  const [active, setActive] = useHeldRow(keyAt, values.length)
  const at = Math.min(active, values.length - 1)
  const isChosen = (index: number) => chosen.includes(values[index]?.value ?? '')
  const toggle = (index: number) => {
    const value = values[index]?.value
    if (value !== undefined) choose({ facet, value }, !isChosen(index))
  }
  return (
    <VirtualRows
      role="listbox"
      id={id}
      label={facetName(facet)}
      multiselectable
      style={{ height: rowHeight * Math.min(values.length, mostRowsInSight) }}
      count={values.length}
      rowHeight={rowHeight}
      active={at}
      keyAt={keyAt}
      onActive={setActive}
      onKey={({ key }, index) => {
        const isToggle = key === ' ' || key === 'Enter'
        if (isToggle) toggle(index)
        return isToggle
      }}
    >
      {({ id: rowId, index, active: isActive }) => {
        const count = values[index]
        if (!count) return null
        return (
          <Option
            id={rowId}
            className={styles.value}
            at={index}
            of={values.length}
            aria-selected={isChosen(index)}
            data-active={isActive ? '' : undefined}
            data-none={count.dandisets === 0 ? '' : undefined}
            title={count.label}
            onClick={() => toggle(index)}
          >
            <ValueWords facet={facet} count={count} chosen={isChosen(index)} />
          </Option>
        )
      }}
    </VirtualRows>
  )
}

interface ValueProps {
  readonly facet: CatalogueFacet
  readonly count: CatalogueFacetCount
  readonly chosen: boolean
}

function Value({ facet, count, chosen }: ValueProps) {
  const { value, label, dandisets } = count
  return (
    // biome-ignore lint/a11y/useSemanticElements: the whole row is the box
    <button
      type="button"
      role="checkbox"
      aria-checked={chosen}
      className={styles.value}
      data-none={dandisets === 0 ? '' : undefined}
      title={label}
      onClick={() => choose({ facet, value }, !chosen)}
    >
      <ValueWords facet={facet} count={count} chosen={chosen} />
    </button>
  )
}

function ValueWords({ facet, count: { value, label, dandisets }, chosen }: ValueProps) {
  return (
    <>
      <span className={styles.box}>
        {chosen && <Check size={12} strokeWidth={3} aria-hidden />}
      </span>
      <bdi className={styles.label}>{valueWords({ facet, value }, label)}</bdi>
      <span className={styles.count}>{formatCount(dandisets)}</span>
    </>
  )
}

function choose(value: Parameters<typeof withValue>[1], isChosen: boolean): void {
  changeQuestion((now) => withValue(now, value, isChosen))
}
