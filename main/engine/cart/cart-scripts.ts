/** The cart as a script for people who use other tools. */
import { writeDocument } from '../../disk/document.ts'
import type { Cart, CartScriptGaps, CartTool } from '../../model/cart.ts'
import { bytesOf, type CartContents } from '../../model/cart-contents.ts'
import type { Entry, Snapshot, ZarrEntry } from '../../model/entry.ts'
import { Failure } from '../../model/failure.ts'
import type { Instance } from '../../model/instance.ts'
import { pythonScript } from '../../model/scripts/python-script.ts'
import type {
  ScriptAsset,
  ScriptFile,
  ScriptFolder,
  ScriptHead,
  ScriptPart,
} from '../../model/scripts/script-file.ts'
import {
  aria2Script,
  awsScript,
  dandiScript,
  isForAria2,
  rcloneScript,
  wgetScript,
} from '../../model/scripts/shell-script.ts'
import type { Context } from '../context.ts'
import { firstThatCan } from '../first-that-can.ts'
import type { Versions } from '../versions.ts'
import type { CartTotals } from './cart-totals.ts'

/** Lines of a script; beyond it a shell and a person are both lost. */
const LIMIT_FILES = 200_000
const EXECUTABLE = 0o777

interface Parts {
  readonly context: Context
  readonly versions: Versions
  readonly cartTotals: CartTotals
  readonly program: string
  readonly instances: () => readonly Instance[]
}

interface Asset {
  readonly snapshot: Snapshot
  readonly entry: Entry
  readonly apiUrl: string
  /** Keys of a Zarr that are wanted, or beginnings that end in `/`; null for all. */
  readonly keep: readonly string[] | null
}

export type CartScripts = ReturnType<typeof createCartScripts>

export function createCartScripts(parts: Parts) {
  const { context, versions, cartTotals, program, instances } = parts

  function* assetsOf(answer: Awaited<ReturnType<CartTotals['complete']>>): Generator<Asset> {
    for (const [at, { item, files }] of answer.contents.parts.entries()) {
      const snapshotId = answer.looked[at]?.progress.snapshotId ?? null
      if (snapshotId === null) continue
      const { snapshot } = versions.state(snapshotId)
      const apiUrl = instances().find((each) => each.name === snapshot.instance)?.apiUrl ?? ''
      const kept = new Map(item.selection.zarrParts.map((each) => [each.path, each.keep]))
      for (const { path } of files) {
        const entry = context.store.entries.get(snapshotId, path)
        if (entry) yield { snapshot, entry, apiUrl, keep: kept.get(path) ?? null }
      }
    }
  }

  async function* entriesOf({ snapshot, entry, keep }: Asset): AsyncGenerator<ZarrEntry> {
    const order = await context.sources.orderFor('auto', snapshot, context.signal)
    const pages = await firstThatCan(order, async (source) => {
      const all: ZarrEntry[] = []
      for await (const page of source.listZarr(snapshot, entry, context.signal)) all.push(...page)
      return all
    })
    const isWanted = (key: string) =>
      keep === null || keep.some((it) => (it.endsWith('/') ? key.startsWith(it) : key === it))
    for (const each of pages) if (isWanted(each.key)) yield each
  }

  /** What a tool is told of an asset; nothing when it cannot get it. */
  async function partsOf(asset: Asset, tool: CartTool): Promise<readonly ScriptPart[]> {
    const { snapshot, entry } = asset
    if (tool === 'dandi') return [dandiAsset(asset)]
    if (snapshot.embargoed) return []
    const readsBucket = tool === 'aws' || tool === 'rclone'
    const place = `${snapshot.dandisetId}/${entry.path}`
    if (entry.kind === 'blob') return fileOf(entry, place, readsBucket ? null : asset.apiUrl)
    return entry.contentUrl === null
      ? []
      : zarrParts(asset, { place, url: entry.contentUrl, copiesFolders: readsBucket })
  }

  async function zarrParts(
    asset: Asset,
    to: { readonly place: string; readonly url: string; readonly copiesFolders: boolean },
  ): Promise<readonly ScriptPart[]> {
    const { place, url, copiesFolders } = to
    if (copiesFolders && asset.keep === null) return [{ kind: 'folder', place, url }]
    const files: ScriptFile[] = []
    for await (const each of entriesOf(asset)) files.push(zarrFile(each, place, url))
    return files
  }

  return {
    /** Waits for every listing. */
    async write(cart: Cart, tool: CartTool, path: string): Promise<CartScriptGaps> {
      const answer = await cartTotals.complete(cartTotals.kept(cart), context.signal)
      const all: ScriptPart[] = []
      let leftOut = 0
      for (const asset of assetsOf(answer)) {
        const found = (await partsOf(asset, tool)).filter((part) => fits(part, tool))
        if (found.length === 0) leftOut += 1
        all.push(...found)
        if (all.length <= LIMIT_FILES) continue
        const details = { reason: 'files', files: all.length, limit: LIMIT_FILES }
        throw new Failure('input.cart', 'ask-user', details)
      }
      const head = headOf(answer.contents, program, leftOut)
      await writeDocument(path, scriptOf(tool, head, all), EXECUTABLE)
      const isWhole = (part: ScriptPart) => part.kind === 'asset' && part.wholeZarr !== null
      return { leftOut, wholeZarrs: all.filter(isWhole).length }
    },
  }
}

const fits = (part: ScriptPart, tool: CartTool): boolean =>
  tool !== 'aria2' || part.kind !== 'file' || isForAria2(part)

function headOf({ parts }: CartContents, program: string, leftOut: number): ScriptHead {
  const files = parts.reduce((sum, part) => sum + part.files.length, 0)
  const bytes = parts.reduce((sum, part) => sum + bytesOf(part.files), 0)
  const versions = new Set(
    parts.map(({ item }) => `DANDI:${item.ref.dandisetId}/${item.ref.version}`),
  )
  return {
    program,
    what: `${files} files, ${(bytes / 1e9).toFixed(2)} GB, of ${[...versions].join(', ')}`,
    leftOut:
      leftOut === 0
        ? ''
        : `${leftOut} of them cannot be had by this tool: not open to everybody, or without an address it can read.`,
  }
}

function scriptOf(
  tool: CartTool,
  head: ScriptHead,
  parts: readonly ScriptPart[],
): Generator<string> {
  const files = parts.filter((part): part is ScriptFile => part.kind === 'file')
  const places = parts.filter((part): part is ScriptFile | ScriptFolder => part.kind !== 'asset')
  switch (tool) {
    case 'dandi':
      return dandiScript(
        head,
        parts.filter((part): part is ScriptAsset => part.kind === 'asset'),
      )
    case 'aws':
      return awsScript(head, places)
    case 'rclone':
      return rcloneScript(head, places)
    case 'wget':
      return wgetScript(head, files)
    case 'aria2':
      return aria2Script(head, files)
    case 'python':
      return pythonScript(head, files)
    default:
      return tool satisfies never
  }
}

function dandiAsset({ snapshot, entry, apiUrl, keep }: Asset): ScriptAsset {
  const { dandisetId, version } = snapshot
  const url = `${apiUrl}/dandisets/${dandisetId}/versions/${version}/assets/${entry.assetId}/`
  return { kind: 'asset', url, wholeZarr: keep === null ? null : `${dandisetId}/${entry.path}` }
}

/** Without an address in the bucket the API's own leads there. */
function fileOf(entry: Entry, place: string, apiUrl: string | null): readonly ScriptFile[] {
  const { contentUrl, assetId, sizeBytes, sha256, checksum } = entry
  const byApi = apiUrl === null || assetId === null ? null : `${apiUrl}/assets/${assetId}/download/`
  const url = contentUrl ?? byApi
  if (url === null) return []
  const etag = checksum?.kind === 'dandi-etag' ? checksum.value : null
  return [{ kind: 'file', place, url, sizeBytes, sha256, md5: null, etag }]
}

function zarrFile({ key, sizeBytes, md5 }: ZarrEntry, place: string, url: string): ScriptFile {
  const path = key.split('/').map(encodeURIComponent).join('/')
  const plain = { sha256: null, etag: null }
  return { kind: 'file', place: `${place}/${key}`, url: `${url}${path}`, sizeBytes, md5, ...plain }
}
