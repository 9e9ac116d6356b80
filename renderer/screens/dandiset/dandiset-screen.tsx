import { Tabs } from '@base-ui/react/tabs'
import { KeyRound } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { FailureRecord } from '../../../main/model/failure.ts'
import type { OpenVersion } from '../../../main/model/listing.ts'
import { failureFrom } from '../../bridge.ts'
import { t } from '../../locales/t.ts'
import { useDraft } from '../../store/drafts.ts'
import { useSettings } from '../../store/engine.ts'
import { useVersion } from '../../store/queries.ts'
import { go } from '../../store/view.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { AboutTab } from './about-tab.tsx'
import { ChoosingPanel } from './choosing-panel.tsx'
import { CompareTab } from './compare-tab.tsx'
import { DandisetHeader } from './dandiset-header.tsx'
import styles from './dandiset-screen.module.css'
import { FilesTab, FileViewSwitch } from './files-tab.tsx'
import { MatrixTab } from './matrix-tab.tsx'
import { SubjectColumnsMenu, SubjectsTab } from './subjects-tab.tsx'

/** One version of a dandiset: what it is, what is in it, what of it to fetch. */
export function DandisetScreen({ dandiset }: { readonly dandiset: ArchiveRef }) {
  const settings = useSettings()
  const draft = useDraft(dandiset)
  const version = useVersion(dandiset, draft.source ?? settings.source)
  if (version.isError) {
    return (
      <Trouble
        dandisetId={dandiset.dandisetId}
        failure={failureFrom(version.error)}
        onRetry={() => void version.refetch()}
      />
    )
  }
  if (!version.data) return <Waiting dandisetId={dandiset.dandisetId} />
  return <Version dandiset={dandiset} open={version.data} />
}

const views = ['files', 'subjects', 'matrix', 'compare', 'about'] as const
type View = (typeof views)[number]

interface VersionProps {
  readonly dandiset: ArchiveRef
  readonly open: OpenVersion
}

/** Views of one selection, and what the version says of itself. */
function Version({ dandiset, open }: VersionProps) {
  const [view, setView] = useState<View>('files')
  return (
    <Tabs.Root
      value={view}
      onValueChange={(next) => setView(next as View)}
      className={styles.screen}
    >
      <DandisetHeader dandiset={dandiset} open={open} />
      <Tabs.List className={styles.tabs}>
        {views.map((it) => (
          <Tabs.Tab key={it} value={it} className={styles.tab}>
            {t(`tab.${it}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={view} className={styles.panel} tabIndex={-1}>
        {view === 'about' && <AboutTab snapshotId={open.snapshotId} />}
        {view === 'compare' && (
          <CompareTab dandiset={dandiset} open={open} onChosen={() => setView('files')} />
        )}
        {view !== 'about' && view !== 'compare' && (
          <ChoosingPanel
            dandiset={dandiset}
            open={open}
            tools={toolsOf(view)}
            onSubjects={() => setView('subjects')}
          >
            {view === 'files' && <FilesTab dandiset={dandiset} open={open} />}
            {view === 'subjects' && <SubjectsTab dandiset={dandiset} open={open} />}
            {view === 'matrix' && <MatrixTab dandiset={dandiset} open={open} />}
          </ChoosingPanel>
        )}
      </Tabs.Panel>
    </Tabs.Root>
  )
}

function toolsOf(view: View): ReactNode {
  if (view === 'files') return <FileViewSwitch />
  return view === 'subjects' ? <SubjectColumnsMenu /> : null
}

function Waiting({ dandisetId }: { readonly dandisetId: string | null }) {
  return (
    <div className={styles.waiting} aria-busy>
      <h1 className={styles.id}>{dandisetId === null ? t('unnamed') : `DANDI:${dandisetId}`}</h1>
      <SkeletonLines widths={['56%', '34%']} />
      <p className="visually-hidden" role="status">
        {t('loading')}
      </p>
      <SkeletonLines widths={['70%', '64%', '68%', '52%', '66%', '60%', '58%', '62%']} />
    </div>
  )
}

interface TroubleProps {
  readonly dandisetId: string | null
  readonly failure: FailureRecord
  readonly onRetry: () => void
}

function Trouble({ dandisetId, failure, onRetry }: TroubleProps) {
  const keyNeeded = failure.code === 'auth.required' || failure.code === 'auth.denied'
  return (
    <div className={styles.trouble}>
      <h1 className={styles.id}>{dandisetId === null ? t('unnamed') : `DANDI:${dandisetId}`}</h1>
      <FailureNote
        failure={failure}
        actions={
          <>
            {keyNeeded && (
              <Button
                look="primary"
                icon={KeyRound}
                onClick={() => go({ screen: 'settings', section: 'archives' })}
              >
                {t('key.add')}
              </Button>
            )}
            <Button onClick={onRetry}>{t('again')}</Button>
          </>
        }
      />
    </div>
  )
}
