import { Combobox } from '@base-ui/react/combobox'
import { Check, ChevronDown } from 'lucide-react'
import type { Facet } from '../../../main/model/files.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { classes } from '../../ui/class-names.ts'
import float from '../../ui/float.module.css'
import styles from './facet-picker.module.css'

interface FacetPickerProps {
  readonly name: string
  readonly facets: readonly Facet[]
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

/** More than this is not read but searched. */
const shown = 200

/** Several of many values, found by typing. */
export function FacetPicker({ name, facets, chosen, onChange }: FacetPickerProps) {
  const byValue = new Map(facets.map((facet) => [facet.value, facet]))
  return (
    <Combobox.Root
      multiple
      items={facets.map((facet) => facet.value)}
      value={[...chosen]}
      onValueChange={(next) => onChange(next)}
      limit={shown}
    >
      <Combobox.Trigger
        className={styles.trigger}
        disabled={facets.length === 0}
        aria-label={chosen.length > 0 ? `${name} ${chosen.length}` : name}
      >
        {name} {chosen.length > 0 && <span className={styles.count}>{chosen.length}</span>}
        <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
      </Combobox.Trigger>
      <Combobox.Portal>
        <Combobox.Positioner className={float.positioner} sideOffset={4} align="start">
          <Combobox.Popup className={classes(float.popup, styles.popup)} aria-label={name}>
            <Combobox.Input
              className={styles.input}
              placeholder={t('filter.find', { name: name.toLowerCase() })}
              aria-label={t('filter.find', { name: name.toLowerCase() })}
            />
            <Combobox.Empty className={styles.empty}>{t('filter.none')}</Combobox.Empty>
            <Combobox.List className={styles.list}>
              {(value: string) => (
                <FacetItem key={value} value={value} facet={byValue.get(value)} />
              )}
            </Combobox.List>
            {facets.length > shown && (
              <p className={styles.more}>{t('filter.type-on', { count: facets.length })}</p>
            )}
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}

function FacetItem({
  value,
  facet,
}: {
  readonly value: string
  readonly facet?: Facet | undefined
}) {
  return (
    <Combobox.Item value={value} className={float.item}>
      <span className={float.tick}>
        <Combobox.ItemIndicator>
          <Check size={14} strokeWidth={2} aria-hidden />
        </Combobox.ItemIndicator>
      </span>
      <bdi className={classes(float.label, styles.value)}>{value}</bdi>
      {facet && (
        <span className={styles.facts}>
          {formatCount(facet.files)} · {formatBytes(facet.sizeBytes)}
        </span>
      )}
    </Combobox.Item>
  )
}
