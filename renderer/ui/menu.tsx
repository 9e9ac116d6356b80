import { ContextMenu } from '@base-ui/react/context-menu'
import { Menu } from '@base-ui/react/menu'
import { Check, type LucideIcon } from 'lucide-react'
import { Fragment, type ReactElement, type ReactNode } from 'react'
import { classes } from './class-names.ts'
import styles from './float.module.css'

export interface MenuEntry {
  readonly label: string
  readonly icon?: LucideIcon
  readonly keys?: string
  readonly disabled?: boolean
  readonly danger?: boolean
  /** It is one that is on or off; the menu stays open, unless it `closes`. */
  readonly checked?: boolean
  readonly closes?: boolean
  /** A line above this entry. */
  readonly apart?: boolean
  readonly act: () => void
}

interface MenuProps {
  readonly entries: readonly MenuEntry[]
  readonly children: ReactElement
  readonly align?: 'start' | 'end'
}

/** A button that opens a menu. */
export function DropMenu({ entries, children, align = 'start' }: MenuProps) {
  return (
    <Menu.Root>
      <Menu.Trigger render={children} />
      <Menu.Portal>
        <Menu.Positioner className={styles.positioner} sideOffset={4} align={align}>
          <Menu.Popup className={styles.popup}>
            <Entries entries={entries} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

/** Right click, the menu key or Shift+F10 on the child opens the menu. */
export function RowMenu({ entries, children }: MenuProps) {
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger render={children} />
      <ContextMenu.Portal>
        <ContextMenu.Positioner className={styles.positioner}>
          <ContextMenu.Popup className={styles.popup}>
            <Entries entries={entries} />
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}

function Entries({ entries }: { readonly entries: readonly MenuEntry[] }): ReactNode {
  return entries.map(({ icon: Icon, ...entry }) => (
    <Fragment key={entry.label}>
      {entry.apart && <Menu.Separator className={styles.separator} />}
      {entry.checked === undefined ? (
        <Menu.Item
          className={classes(styles.item, entry.danger && styles.danger)}
          disabled={entry.disabled ?? false}
          onClick={entry.act}
        >
          <span className={styles.tick}>
            {Icon && <Icon size={16} strokeWidth={1.5} aria-hidden />}
          </span>
          <span className={styles.label}>{entry.label}</span>
          {entry.keys && <span className={styles.keys}>{entry.keys}</span>}
        </Menu.Item>
      ) : (
        <CheckedEntry entry={entry} checked={entry.checked} />
      )}
    </Fragment>
  ))
}

function CheckedEntry({
  entry,
  checked,
}: {
  readonly entry: MenuEntry
  readonly checked: boolean
}) {
  return (
    <Menu.CheckboxItem
      className={styles.item}
      checked={checked}
      disabled={entry.disabled ?? false}
      closeOnClick={entry.closes ?? false}
      onCheckedChange={entry.act}
    >
      <span className={styles.tick}>
        <Menu.CheckboxItemIndicator>
          <Check size={14} strokeWidth={2} aria-hidden />
        </Menu.CheckboxItemIndicator>
      </span>
      <span className={styles.label}>{entry.label}</span>
    </Menu.CheckboxItem>
  )
}
