import { ChevronDown } from 'lucide-react'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import { invert, type Sample } from '../../../main/model/selection.ts'
import { t } from '../../locales/t.ts'
import { chooseAll } from '../../store/choosing.ts'
import { changeSelection } from '../../store/drafts.ts'
import { Button } from '../../ui/button.tsx'
import { DropMenu, type MenuEntry } from '../../ui/menu.tsx'

interface ChooseMenuProps {
  readonly dandiset: ArchiveRef
  readonly onSubjects: () => void
}

const samples: readonly Sample[] = [
  { kind: 'one-session' },
  { kind: 'session-per-subject' },
  { kind: 'smallest-per-modality' },
  { kind: 'first-bytes', bytes: 10e9 },
  { kind: 'random', files: 20, seed: 1 },
]

/** What is done to all files in sight at once, and samples of them. */
export function ChooseMenu({ dandiset, onSubjects }: ChooseMenuProps) {
  const take = (sample: Sample) => changeSelection(dandiset, (now) => taking(now, sample))
  const entries: readonly MenuEntry[] = [
    { label: t('choose.all'), act: () => chooseAll(dandiset, true) },
    { label: t('choose.none'), act: () => chooseAll(dandiset, false) },
    { label: t('choose.invert'), act: () => changeSelection(dandiset, invert) },
    { label: t('choose.by-subject'), act: onSubjects },
    ...samples.map((sample, index) => ({
      label: t(`choose.${sample.kind}`),
      apart: index === 0,
      act: () => take(sample),
    })),
  ]
  return (
    <DropMenu entries={entries} align="end">
      <Button>
        {t('choose.name')}
        <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
      </Button>
    </DropMenu>
  )
}

/** A sample of nothing would be nothing: then all that match are sampled. */
function taking<S extends { readonly base: 'all' | 'none'; readonly ticks: readonly unknown[] }>(
  now: S,
  sample: Sample,
) {
  const empty = now.base === 'none' && now.ticks.length === 0
  return { ...now, ...(empty && { base: 'all' as const }), sample }
}
