import { Columns3 } from 'lucide-react'
import { t } from '../../locales/t.ts'
import { type Column, keep, toggled } from '../../store/columns.ts'
import { IconButton } from '../../ui/button.tsx'
import { DropMenu } from '../../ui/menu.tsx'
import { useArrangement } from './list-table.tsx'

interface ColumnsMenuProps<K extends string> {
  /** The list whose arrangement is kept. */
  readonly list: string
  readonly columns: readonly Column<K>[]
  readonly title: (key: K) => string
}

/** Which columns a table has, in their order. */
export function ColumnsMenu<K extends string>({ list, columns, title }: ColumnsMenuProps<K>) {
  const arrangement = useArrangement(list, columns)
  const fixed = columns.filter((it) => it.fixed).map((it) => it.key)
  return (
    <DropMenu
      align="end"
      entries={[
        ...arrangement.order
          .filter((key) => !fixed.includes(key))
          .map((key) => ({
            label: title(key),
            checked: !arrangement.hidden.includes(key),
            act: () => keep(list, toggled(arrangement, key)),
          })),
        { label: t('table.reset'), apart: true, act: () => keep(list, null) },
      ]}
    >
      <IconButton icon={Columns3} label={t('table.columns')} />
    </DropMenu>
  )
}
