import { createStore, useStore } from 'zustand'

export type FileView = 'tree' | 'table'

const key = 'dandelion.file-view'
const store = createStore<{ readonly view: FileView }>(() => ({
  view: localStorage.getItem(key) === 'table' ? 'table' : 'tree',
}))

export const useFileView = () => useStore(store, (it) => it.view)

/** Kept for all dandisets. */
export function showFilesAs(view: FileView): void {
  store.setState({ view })
  localStorage.setItem(key, view)
}
