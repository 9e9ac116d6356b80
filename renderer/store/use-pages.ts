import { useSyncExternalStore } from 'react'
import type { Pages } from './pages.ts'

/** Renders again when pages arrive. */
export function usePages<Row>(pages: Pages<Row>): Pages<Row> {
  useSyncExternalStore(pages.subscribe, pages.version)
  return pages
}
