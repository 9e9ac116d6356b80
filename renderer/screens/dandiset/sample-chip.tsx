import { Popover } from '@base-ui/react/popover'
import { Dices } from 'lucide-react'
import { useState } from 'react'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { Sample } from '../../../main/model/selection.ts'
import { formatBytes, parseBytes } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { changeSelection } from '../../store/drafts.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/class-names.ts'
import float from '../../ui/float.module.css'
import { NumberBox } from '../../ui/number-box.tsx'
import { TextBox } from '../../ui/text-box.tsx'
import { sampleWords } from './conditions.ts'
import { FilterChip } from './filter-chip.tsx'
import styles from './filter-menu.module.css'

interface SampleChipProps {
  readonly dandiset: ArchiveRef
  readonly sample: Sample
}

/** The sample that is taken of what is chosen; its words open what it can be changed by. */
export function SampleChip({ dandiset, sample }: SampleChipProps) {
  const [anchor, setAnchor] = useState<Element | null>(null)
  const change = (next: Sample | null) =>
    changeSelection(dandiset, (now) => ({ ...now, sample: next }))
  const isFixed = sample.kind !== 'first-bytes' && sample.kind !== 'random'
  return (
    <>
      <FilterChip
        label={t('sample.chip', { sample: sampleWords(sample) })}
        onOpen={setAnchor}
        onRemove={() => change(null)}
      />
      <Popover.Root open={anchor !== null} onOpenChange={(open) => !open && setAnchor(null)}>
        <Popover.Portal>
          <Popover.Positioner
            anchor={anchor}
            className={float.positioner}
            sideOffset={4}
            align="start"
          >
            <Popover.Popup
              className={classes(float.popup, styles.small)}
              aria-label={t('sample.edit')}
            >
              {sample.kind === 'first-bytes' && <Bytes sample={sample} onChange={change} />}
              {sample.kind === 'random' && <Random sample={sample} onChange={change} />}
              {isFixed && <p className={styles.help}>{t(`sample.${sample.kind}.help`)}</p>}
              <Button look="quiet" onClick={() => change(null)}>
                {t('sample.remove')}
              </Button>
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </>
  )
}

interface EditorProps<K extends Sample['kind']> {
  readonly sample: Extract<Sample, { readonly kind: K }>
  readonly onChange: (sample: Sample) => void
}

function Bytes({ sample, onChange }: EditorProps<'first-bytes'>) {
  const [typed, setTyped] = useState(formatBytes(sample.bytes))
  const wrong = parseBytes(typed) === null
  return (
    <div className={styles.field}>
      <span className={styles.name}>{t('sample.bytes')}</span>
      <TextBox
        label={t('sample.bytes')}
        value={typed}
        width={120}
        wrong={wrong}
        onType={(text) => {
          setTyped(text)
          const bytes = parseBytes(text)
          if (bytes !== null && bytes > 0) onChange({ kind: 'first-bytes', bytes })
        }}
      />
      {wrong && (
        <p className={styles.problem} role="alert">
          {t('sample.bytes.wrong')}
        </p>
      )}
    </div>
  )
}

const most = 1_000_000

function Random({ sample, onChange }: EditorProps<'random'>) {
  return (
    <>
      <div className={styles.pair}>
        <span className={styles.name}>{t('sample.files')}</span>
        <NumberBox
          label={t('sample.files')}
          value={sample.files}
          bounds={{ min: 1, max: most }}
          onChange={(files) => onChange({ ...sample, files })}
        />
        <span className={styles.name}>{t('sample.seed')}</span>
        <NumberBox
          label={t('sample.seed')}
          value={sample.seed}
          bounds={{ min: 0, max: most }}
          onChange={(seed) => onChange({ ...sample, seed })}
        />
      </div>
      <p className={styles.help}>{t('sample.seed.help')}</p>
      <Button icon={Dices} onClick={() => onChange({ ...sample, seed: sample.seed + 1 })}>
        {t('sample.other')}
      </Button>
    </>
  )
}
