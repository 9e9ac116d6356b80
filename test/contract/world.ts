import type { Readable } from 'node:stream'
import type { ArchiveRef, Entry, Pick, Snapshot } from '../../main/model/entry.ts'
import { Failure } from '../../main/model/failure.ts'
import type { Instance } from '../../main/model/instance.ts'
import { createHttp, type Http } from '../../main/net/http.ts'
import { createSources, type Sources } from '../../main/sources/registry.ts'
import type { Source } from '../../main/sources/source.ts'
import { type Archive, startArchive } from '../archive/archive.ts'

/** A local archive, an HTTP client and the sources over both; waits take no time. */
export interface World {
  readonly archive: Archive
  readonly http: Http
  readonly instance: Instance
  readonly sources: (token?: string) => Sources
  readonly close: () => Promise<void>
}

export const signal = new AbortController().signal

export async function startWorld(): Promise<World> {
  const archive = await startArchive()
  const http = createHttp({ userAgent: 'dandelion-test/1', connectionsPerOrigin: 8, env: {} })
  const instance: Instance = {
    name: 'local',
    apiUrl: archive.urls.api,
    webUrl: null,
    s3Url: null,
    webdavUrl: archive.urls.webdav,
  }
  const pauses = {
    now: Date.now,
    random: () => 0,
    sleep: async (_delayMs: number, waiting: AbortSignal) => waiting.throwIfAborted(),
  }
  const sources = (token?: string) =>
    createSources({ http, instances: () => [instance], tokenFor: () => token ?? null, pauses })
  const close = async () => {
    await http.close()
    await archive.close()
  }
  return { archive, http, instance, sources, close }
}

export function refTo(dandisetId: string, version: string | null, pick?: Pick): ArchiveRef {
  return { instance: 'local', dandisetId, version, pick: pick ?? { kind: 'dandiset' } }
}

export async function listed(
  source: Source,
  ref: ArchiveRef,
): Promise<{ snapshot: Snapshot; entries: readonly Entry[] }> {
  const snapshot = await source.resolve(ref, signal)
  const entries: Entry[] = []
  for await (const page of source.list(snapshot, ref, signal)) entries.push(...page)
  return { snapshot, entries }
}

export async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof Failure))
    throw new Error(`no Failure but ${String(error)}`, { cause: error })
  return error
}

export async function bytesOf(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** By bytes, as S3 orders keys; paths of sources that walk folders come in another order. */
export function sorted(paths: Iterable<string>): readonly string[] {
  return [...paths].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}
