import { useEffect, useState } from 'react'
import { cartEnding } from '../../main/model/cart.ts'
import { pathOf } from '../bridge.ts'
import { openCartFile } from '../store/opened-cart.ts'
import { openText } from './open-text.ts'

const welcome = ['text/uri-list', 'text/plain', 'Files']

/** Text and links dropped or pasted anywhere open; true while something hangs over the window. */
export function useDropAndPaste(): boolean {
  const [dragging, setDragging] = useState(false)
  useEffect(() => {
    const end = new AbortController()
    const { signal } = end
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.some((type) => welcome.includes(type))) return
      event.preventDefault()
      setDragging(true)
    }
    const leave = (event: DragEvent) => event.relatedTarget === null && setDragging(false)
    const drop = (event: DragEvent) => {
      event.preventDefault()
      setDragging(false)
      const cart = droppedCart(event.dataTransfer)
      void (cart === null ? openText(droppedText(event.dataTransfer)) : openCartFile(cart))
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

/** Where the cart file among what was dropped is; null when there is none. */
function droppedCart(data: DataTransfer | null): string | null {
  const file = [...(data?.files ?? [])].find((it) => it.name.toLowerCase().endsWith(cartEnding))
  const path = file ? pathOf(file) : ''
  return path === '' ? null : path
}

function droppedText(data: DataTransfer | null): string {
  return data?.getData('text/uri-list') || data?.getData('text/plain') || ''
}

function isEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
}
