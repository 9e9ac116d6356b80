import { jsonReply, type Reply } from '../call.ts'
import { sizeOf } from '../content/content.ts'
import { etagOf, sha256Of } from '../content/digest.ts'
import type { Blob } from '../tree/model.ts'
import type { Tree } from '../tree/tree.ts'
import { invalid, notFound } from './errors.ts'
import { post, type Request, type Route } from './route.ts'

export const blobDigestRoutes: readonly Route[] = [post('blobs/digest/', find)]

async function find({ call, site }: Request): Promise<Reply> {
  const asked = parse(await call.body())
  if (!asked) return invalid('value', 'This field is required.')
  const blob = blobWith(site.tree, asked)
  if (!blob) return notFound()
  const sha256 = sha256Of(blob.content) ?? null
  const size = sizeOf(blob.content)
  return jsonReply(200, { blob_id: blob.id, etag: etagOf(blob.content), sha256, size })
}

interface Asked {
  readonly algorithm: string
  readonly value: string
}

function parse(body: Buffer): Asked | undefined {
  try {
    const { algorithm, value } = JSON.parse(body.toString()) as Partial<Asked>
    return typeof algorithm === 'string' && typeof value === 'string'
      ? { algorithm, value }
      : undefined
  } catch {
    return undefined
  }
}

function blobWith(tree: Tree, { algorithm, value }: Asked): Blob | undefined {
  for (const dandiset of tree.dandisets) {
    if (dandiset.embargo !== 'OPEN') continue
    for (const asset of dandiset.draft.assets.get()) {
      if (asset.data.kind !== 'blob') continue
      const { blob } = asset.data
      const digest =
        algorithm === 'dandi:dandi-etag' ? etagOf(blob.content) : sha256Of(blob.content)
      if (digest === value) return blob
    }
  }
  return undefined
}
