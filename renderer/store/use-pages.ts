import { useEffect, useSyncExternalStore } from 'react'
import type { Pages } from './pages.ts'

/** Renders again when pages arrive, and keeps asking for the beginning, which says how long it is. */
export function usePages<Row>(pages: Pages<Row>): Pages<Row> {
  const version = useSyncExternalStore(pages.subscribe, pages.version)
  useEffect(() => {
    void version
    pages.want(0, 0)
  }, [pages, version])
  return pages
}
