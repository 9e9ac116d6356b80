import { encodingOf } from './catalogue/layouts.ts'
import { bytesContent, type Content, generatedContent } from './content/content.ts'
import { uuidOf } from './content/random.ts'
import type { Asset, Dandiset, ZarrEntry } from './tree/model.ts'

/** What to put under a path: the bytes, or how many. */
export type NewContent = { readonly bytes: Buffer | string } | { readonly sizeBytes: number }

let count = 0

/** An id that nothing in this process has had. */
export function freshId(seed: string): string {
  count += 1
  return uuidOf(`fresh/${count}/${seed}`)
}

/** An asset as if it had just been uploaded to the draft. */
export function newAsset(dandiset: Dandiset, path: string, content: NewContent): Asset {
  const now = new Date().toISOString()
  const blobId = freshId(`blob/${dandiset.id}/${path}`)
  const embargoed = dandiset.embargo !== 'OPEN'
  const blob = { id: blobId, content: contentOf(content, blobId), modified: now, embargoed }
  return {
    id: freshId(`asset/${dandiset.id}/${path}`),
    path,
    created: now,
    modified: now,
    data: { kind: 'blob', blob },
    facts: () => ({ encodingFormat: encodingOf(path), blobDateModified: now, dateModified: now }),
  }
}

export function newEntry(key: string, content: NewContent): ZarrEntry {
  const modified = new Date().toISOString()
  return { key, content: contentOf(content, freshId(key)), modified }
}

function contentOf(content: NewContent, seed: string): Content {
  return 'bytes' in content
    ? bytesContent(content.bytes)
    : generatedContent(seed, content.sizeBytes)
}
