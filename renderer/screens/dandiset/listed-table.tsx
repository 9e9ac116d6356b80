import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { OpenVersion } from '../../../main/model/listing.ts'
import { useDraft } from '../../store/drafts.ts'
import { Behind, ListTable } from './list-table.tsx'
import { NoFiles } from './no-files.tsx'
import type { TableOf } from './table-of.ts'

interface ListedTableProps<Row, K extends string> extends TableOf<Row, K> {
  readonly dandiset: ArchiveRef
  readonly open: OpenVersion
}

/** What a version lists, as a table; or why there is nothing in it. */
export function ListedTable<Row, K extends string>(props: ListedTableProps<Row, K>) {
  const { dandiset, open, ...of } = props
  const { selection } = useDraft(dandiset)
  if (of.rows.pages.total() === 0 && open.listing.state !== 'running') {
    return <NoFiles dandiset={dandiset} open={open} selection={selection} />
  }
  return (
    <Behind rows={of.rows}>
      <ListTable {...of} />
    </Behind>
  )
}
