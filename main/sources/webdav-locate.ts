import type { Entry, Location, ZarrLocation } from '../model/entry.ts'
import { Failure } from '../model/failure.ts'
import { htmlFailure, redactUrl, statusFailure } from '../net/classify.ts'
import { startOfBody } from '../net/document.ts'
import { isHtml } from '../net/headers.ts'
import { discard, type HttpAnswer, redirectTarget } from '../net/http.ts'
import { keyOf } from './asset-metadata.ts'
import type { SourceContext } from './context.ts'
import { expiryOf } from './presigned.ts'
import { davUrl, propfind } from './webdav-walk.ts'

const mostHops = 5

/** The address that the service leads to, which is asked for one byte to be sure that it is there. */
export async function locateByDav(
  context: SourceContext,
  davAddress: string,
  entry: Entry,
  signal: AbortSignal,
): Promise<Location> {
  let url = davAddress
  for (let hops = 0; hops <= mostHops; hops += 1) {
    const answer = await oneByte(context, url, signal)
    const target = redirectTarget(answer)
    if (target === null) {
      await accept(answer, context)
      const etag = entry.checksum?.kind === 'dandi-etag' ? entry.checksum.value : null
      return { source: 'webdav', url, headers: {}, etag, expiresAt: expiryOf(url) }
    }
    await discard(answer)
    url = target
  }
  const details = {
    url: redactUrl(davAddress),
    asked: 'an address of the bytes',
    came: 'redirects',
  }
  throw new Failure('remote.invalid', 'retry-later', details)
}

function oneByte(context: SourceContext, url: string, signal: AbortSignal): Promise<HttpAnswer> {
  return context.http.send({ url, signal, redirect: 'manual', headers: { range: 'bytes=0-0' } })
}

/** 416 is an empty object's way to say that it is there. */
async function accept(answer: HttpAnswer, context: SourceContext): Promise<void> {
  if (answer.status >= 300 && answer.status !== 416) {
    const bodyStart = await startOfBody(answer)
    throw statusFailure(answer, { kind: 'data', nowMs: context.pauses.now(), bodyStart })
  }
  await discard(answer)
  if (isHtml(answer.headers['content-type'])) throw htmlFailure(answer)
}

/** The bucket's folder, learnt from where the service sends the first file; else the service's own. */
export async function locateZarrByDav(
  context: SourceContext,
  root: string,
  path: string,
  signal: AbortSignal,
): Promise<ZarrLocation> {
  const own = `${davUrl(root, path)}/`
  const file = await firstFile(context, own, signal)
  const bucket = file === null ? null : await bucketFolder(context, file, signal)
  return { source: 'webdav', before: bucket ?? own, after: '', encode: 'path', headers: {} }
}

async function firstFile(
  context: SourceContext,
  folder: string,
  signal: AbortSignal,
): Promise<string | null> {
  const { origin } = new URL(folder)
  const [, ...children] = await propfind(context, folder, '1', signal)
  const file = children.find(({ isCollection }) => !isCollection)
  if (file !== undefined) return davUrl(origin, file.path)
  for (const child of children) {
    const found = await firstFile(context, davUrl(origin, child.path), signal)
    if (found !== null) return found
  }
  return null
}

async function bucketFolder(context: SourceContext, file: string, signal: AbortSignal) {
  const answer = await oneByte(context, file, signal)
  await discard(answer)
  const target = redirectTarget(answer)
  const folder = /^(.+?\/zarr\/[0-9a-f-]{36}\/)/.exec(target ?? '')?.[1] ?? null
  return keyOf(folder)?.zarrId == null ? null : folder
}
