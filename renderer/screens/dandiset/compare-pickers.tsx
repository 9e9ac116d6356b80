import { useState } from 'react'
import type { ArchiveRef, Snapshot } from '../../../main/model/entry.ts'
import type { OpenVersion } from '../../../main/model/listing.ts'
import { request } from '../../bridge.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { formatDate } from '../../format/time.ts'
import { t } from '../../locales/t.ts'
import { useAsked } from '../../store/queries.ts'
import { go } from '../../store/view.ts'
import { Choice, type Option } from '../../ui/choice.tsx'
import styles from './compare-tab.module.css'
import { lastNames } from './last-names.ts'

/** What the version on the screen is compared with. */
export type Left =
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'folder'; readonly folder: string }

/** At first the version before, else any other, else what is on this computer; null without any. */
export function useLeft(snapshot: Snapshot): readonly [Left | null, (left: Left) => void] {
  const [picked, setPicked] = useState<Left | null>(null)
  const versions = useVersions(snapshot)
  const { folders } = useFolders(snapshot)
  const at = versions.findIndex(({ value }) => value === snapshot.version)
  const version = versions[at + 1] ?? versions.find(({ value }) => value !== snapshot.version)
  const [folder] = folders
  if (picked) return [picked, setPicked]
  if (version) return [{ kind: 'version', version: version.value }, setPicked]
  return [folder === undefined ? null : { kind: 'folder', folder }, setPicked]
}

function useVersions({ instance, dandisetId }: Snapshot): readonly Option<string>[] {
  const { data = [] } = useAsked('dandiset.versions', { instance, dandisetId })
  return data.map(({ version, assetCount, sizeBytes, modifiedAt }) => ({
    value: version,
    label: version,
    note: [
      t('files', { count: assetCount, total: formatCount(assetCount) }),
      formatBytes(sizeBytes),
      formatDate(modifiedAt),
    ].join(' · '),
  }))
}

function useOthers(snapshot: Snapshot): readonly Option<string>[] {
  return useVersions(snapshot).filter(({ value }) => value !== snapshot.version)
}

function useFolders({ instance, dandisetId }: Snapshot): { readonly folders: readonly string[] } {
  const { data = [] } = useAsked('dandiset.folders', { instance, dandisetId })
  return { folders: data }
}

interface PickersProps {
  readonly dandiset: ArchiveRef
  readonly open: OpenVersion
  readonly left: Left
  readonly onLeft: (left: Left) => void
}

const another = 'another-folder'
const ofVersion = 'version '
const ofFolder = 'folder '

export function Pickers({ dandiset, open, left, onLeft }: PickersProps) {
  const { snapshot } = open
  const others = useOthers(snapshot)
  const versions = useVersions(snapshot)
  const { folders } = useFolders(snapshot)
  const picked = left.kind === 'folder' ? [left.folder] : []
  const options = [
    ...others.map((it) => ({ ...it, value: ofVersion + it.value })),
    ...[...new Set([...folders, ...picked])].map((folder) => ({
      value: ofFolder + folder,
      label: lastNames(folder),
      note: t('compare.on-disk', { folder }),
    })),
    { value: another, label: t('compare.another-folder') },
  ]
  const choose = async (value: string) => {
    if (value.startsWith(ofVersion))
      return onLeft({ kind: 'version', version: value.slice(ofVersion.length) })
    if (value.startsWith(ofFolder))
      return onLeft({ kind: 'folder', folder: value.slice(ofFolder.length) })
    const { folder } = await request('dialog.folder', { current: folders[0] ?? '' })
    if (folder !== null) onLeft({ kind: 'folder', folder })
  }
  return (
    <div className={styles.pickers}>
      <span className={styles.muted}>{t('compare.from')}</span>
      <Choice
        name={t('compare.left')}
        value={left.kind === 'folder' ? ofFolder + left.folder : ofVersion + left.version}
        options={options}
        onChange={(value) => void choose(value)}
      />
      <span className={styles.muted}>{t('compare.to')}</span>
      <Choice
        name={t('compare.right')}
        value={snapshot.version}
        options={
          versions.some(({ value }) => value === snapshot.version)
            ? versions
            : [{ value: snapshot.version, label: snapshot.version }, ...versions]
        }
        onChange={(version) => go({ screen: 'dandiset', ref: { ...dandiset, version } })}
      />
    </div>
  )
}
