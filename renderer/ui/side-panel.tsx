import { Tabs } from '@base-ui/react/tabs'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { FileName } from './file-name.tsx'
import styles from './side-panel.module.css'

interface SidePanelProps {
  readonly label: string
  /** Of the file that is looked into. */
  readonly name: string
  readonly path: string
  /** What the button to close says. */
  readonly close: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** One file looked into, beside the list that it stands in. */
export function SidePanel({ label, name, path, close, onClose, children }: SidePanelProps) {
  return (
    <aside className={styles.panel} aria-label={label}>
      <header className={styles.head}>
        <FileName name={name} title={path} className={styles.name} />
        <IconButton icon={X} label={close} onClick={onClose} />
      </header>
      {children}
    </aside>
  )
}

export interface PanelTab<T extends string> {
  readonly value: T
  readonly label: string
  readonly page: ReactNode
  /** The page scrolls by itself, and reaches the edges. */
  readonly full?: boolean
}

interface PanelTabsProps<T extends string> {
  readonly tabs: readonly PanelTab<T>[]
  readonly shown: T
  readonly onShow: (tab: T) => void
}

export function PanelTabs<T extends string>({ tabs, shown, onShow }: PanelTabsProps<T>) {
  return (
    <Tabs.Root value={shown} onValueChange={(next) => onShow(next as T)} className={styles.root}>
      <Tabs.List className={styles.tabs}>
        {tabs.map(({ value, label }) => (
          <Tabs.Tab key={value} value={value} className={styles.tab}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ value, page, full }) => (
        <Tabs.Panel key={value} value={value} className={full ? styles.full : styles.page}>
          {page}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  )
}

/** A page without tabs: while there is nothing to show, or why. */
export function PanelPage({ children }: { readonly children: ReactNode }) {
  return <div className={styles.page}>{children}</div>
}
