import { ChevronDown, ClipboardCopy, ExternalLink } from 'lucide-react'
import type { AssetDetail } from '../../../main/model/asset-detail.ts'
import { t } from '../../locales/t.ts'
import { order } from '../../store/queries.ts'
import { Button } from '../../ui/button.tsx'
import { DropMenu, type MenuEntry } from '../../ui/menu.tsx'
import { tell } from '../../ui/toasts.tsx'
import styles from './asset-panel.module.css'

/** Puts a text on the clipboard and says so. */
export async function copyText(text: string): Promise<void> {
  await order('clipboard.write', { text })
  tell(t('asset.copied'))
}

export function AssetActions({ detail }: { readonly detail: AssetDetail }) {
  const { neurosift, web } = detail.links
  return (
    <div className={styles.actions}>
      <DropMenu entries={copyEntries(detail)}>
        <Button icon={ClipboardCopy}>
          {t('asset.copy')}
          <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
        </Button>
      </DropMenu>
      {neurosift !== null && (
        <Button icon={ExternalLink} onClick={() => void order('shell.browse', { url: neurosift })}>
          {t('asset.neurosift')}
        </Button>
      )}
      {web !== null && neurosift === null && (
        <Button icon={ExternalLink} onClick={() => void order('shell.browse', { url: web })}>
          {t('asset.web')}
        </Button>
      )}
    </div>
  )
}

function copyEntries({ entry, links, digests }: AssetDetail): readonly MenuEntry[] {
  const { download, web } = links
  const { contentUrl } = entry
  const texts: readonly (readonly [label: string, text: string | null])[] = [
    [t('asset.copy.path'), entry.path],
    [t('asset.copy.download'), download],
    [t('asset.copy.content'), contentUrl],
    [t('asset.copy.web'), web],
    ...digests.map(({ name, value }) => [name, value] as const),
  ]
  return texts.flatMap(([label, text]) =>
    text === null ? [] : [{ label, act: () => void copyText(text) }],
  )
}
