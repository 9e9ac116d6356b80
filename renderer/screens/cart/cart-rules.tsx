import { useEffect, useState } from 'react'
import type { CartView } from '../../../main/model/cart.ts'
import type { Filter } from '../../../main/model/selection.ts'
import { formatBytes } from '../../format/bytes.ts'
import { readSizes } from '../../format/range.ts'
import { t } from '../../locales/t.ts'
import { mutable, order, useAsked } from '../../store/queries.ts'
import { TextBox } from '../../ui/text-box.tsx'
import { FilterConditions } from '../dandiset/filter-conditions.tsx'
import { type Asked, findOf } from '../dandiset/filter-menu.tsx'
import styles from './cart-rules.module.css'

/** Rules for everything in the cart, and how much of it there may be. */
export function CartRules({ cart }: { readonly cart: CartView }) {
  const { filter, limitBytes } = cart
  const [asked, setAsked] = useState<Asked | null>(null)
  const { data: facets } = useAsked(
    'cart.facets',
    { find: findOf(asked) },
    {
      keep: true,
      enabled: asked !== null,
    },
  )
  const change = (part: Partial<Filter>) =>
    void order('cart.rules', { filter: mutable({ ...filter, ...part }) })
  return (
    <search className={styles.bar} aria-label={t('cart.rules')}>
      <FilterConditions
        filter={filter}
        asked={asked}
        onAsk={setAsked}
        topic="sex"
        facets={facets}
        onChange={change}
      />
      <Limit limitBytes={limitBytes} />
    </search>
  )
}

/** "200 GB"; empty for no limit. What is not understood changes nothing. */
function Limit({ limitBytes }: { readonly limitBytes: number | null }) {
  const words = limitBytes === null ? '' : formatBytes(limitBytes)
  const [typed, setTyped] = useState(words)
  useEffect(() => setTyped(words), [words])
  const bytes = limitOf(typed)
  const wrong = bytes === undefined
  const done = () => {
    if (bytes === undefined || typed === words) return setTyped(words)
    void order('cart.rules', { limitBytes: bytes })
  }
  return (
    <span className={styles.limit}>
      <span aria-hidden>{t('cart.limit')}</span>
      <TextBox
        label={t('cart.limit.label')}
        value={typed}
        placeholder={t('cart.limit.none')}
        wrong={wrong}
        width={88}
        onType={setTyped}
        onDone={done}
      />
    </span>
  )
}

/** Undefined when it is no size. */
function limitOf(typed: string): number | null | undefined {
  if (typed.trim() === '') return null
  const range = readSizes(`under ${typed}`)
  const bytes = Math.round(range?.to ?? 0)
  return bytes > 0 ? bytes : undefined
}
