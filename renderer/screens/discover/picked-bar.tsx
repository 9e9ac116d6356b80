import { everything } from '../../../main/model/selection.ts'
import { t } from '../../locales/t.ts'
import { addToCart } from '../../store/cart.ts'
import { changeDiscover, useDiscover } from '../../store/discover.ts'
import { useSettings } from '../../store/engine.ts'
import { go } from '../../store/view.ts'
import { Button } from '../../ui/button.tsx'
import styles from './picked-bar.module.css'
import { refOf } from './result-list.tsx'

/** Dandisets that were ticked: one is opened, several go into the cart, where their files are chosen. */
export function PickedBar() {
  const { instance } = useSettings()
  const picked = useDiscover((state) => state.picked)
  if (picked.length === 0) return null
  const open = async () => {
    const refs = picked.map((id) => refOf(instance, id))
    const [only] = refs
    if (refs.length === 1 && only) go({ screen: 'dandiset', ref: only })
    else if (await addToCart(refs.map((ref) => ({ ref, selection: everything })))) {
      go({ screen: 'cart' })
    } else return
    changeDiscover({ picked: [] })
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: no fields are grouped
    <div className={styles.bar} role="group" aria-label={t('picked.name')}>
      <span className={styles.words} role="status">
        {t('picked.count', { count: picked.length })}
      </span>
      <Button look="quiet" onClick={() => changeDiscover({ picked: [] })}>
        {t('picked.none')}
      </Button>
      <Button look="primary" onClick={() => void open()}>
        {t('picked.open', { count: picked.length })}
      </Button>
    </div>
  )
}
