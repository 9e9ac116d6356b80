import { t } from '../../locales/t.ts'
import { askNothing, changeQuestion, useDiscover } from '../../store/discover.ts'
import { valuesIn, withValue } from '../../store/question.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { facetName } from './facet-words.ts'
import styles from './query-chips.module.css'
import { useWords } from './use-words.ts'

/** What was chosen, each thing clearable. The words are in the field on top. */
export function QueryChips() {
  const question = useDiscover((state) => state.question)
  const words = useWords()
  const values = valuesIn(question)
  if (values.length === 0 && question.draftsToo) return null
  return (
    <div className={styles.chips}>
      {!question.draftsToo && (
        <Chip
          label={t('discover.published')}
          onRemove={() => changeQuestion((now) => ({ ...now, draftsToo: true }))}
        />
      )}
      {values.map(({ facet, value }) => (
        <Chip
          key={`${facet} ${value}`}
          label={t('facet.value', { facet: facetName(facet), value: words({ facet, value }) })}
          onRemove={() => changeQuestion((now) => withValue(now, { facet, value }, false))}
        />
      ))}
      <Button look="quiet" onClick={askNothing}>
        {t('discover.clear-all')}
      </Button>
    </div>
  )
}
