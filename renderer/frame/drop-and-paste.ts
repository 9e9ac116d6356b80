import { useEffect, useState } from 'react'
import { openText } from './open-text.ts'

const textTypes = ['text/uri-list', 'text/plain']

/** Text and links dropped or pasted anywhere open; true while something hangs over the window. */
export function useDropAndPaste(): boolean {
  const [dragging, setDragging] = useState(false)
  useEffect(() => {
    const end = new AbortController()
    const { signal } = end
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.some((type) => textTypes.includes(type))) return
      event.preventDefault()
      setDragging(true)
    }
    const leave = (event: DragEvent) => event.relatedTarget === null && setDragging(false)
    const drop = (event: DragEvent) => {
      event.preventDefault()
      setDragging(false)
      void openText(droppedText(event.dataTransfer))
    }
    const paste = (event: ClipboardEvent) => {
      if (isEditable(event.target)) return
      void openText(event.clipboardData?.getData('text/plain') ?? '')
    }
    window.addEventListener('dragover', over, { signal })
    window.addEventListener('dragleave', leave, { signal })
    window.addEventListener('drop', drop, { signal })
    window.addEventListener('paste', paste, { signal })
    return () => end.abort()
  }, [])
  return dragging
}

function droppedText(data: DataTransfer | null): string {
  return data?.getData('text/uri-list') || data?.getData('text/plain') || ''
}

function isEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
}
