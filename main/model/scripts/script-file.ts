/** What a script for others is made of: files with their places and addresses. */
import type { CartTool } from '../cart.ts'

export interface ScriptFile {
  readonly kind: 'file'
  /** `000023/sub-A/….nwb`, as Dandelion lays it. */
  readonly place: string
  /** Open to everybody. */
  readonly url: string
  readonly sizeBytes: number
  readonly sha256: string | null
  /** Of an entry of a Zarr. */
  readonly md5: string | null
  /** dandi-etag; S3's multipart ETag over parts of 64 MiB. */
  readonly etag: string | null
}

/** A folder of the bucket that becomes a folder on the disk. */
export interface ScriptFolder {
  readonly kind: 'folder'
  readonly place: string
  /** Ends in `/`. */
  readonly url: string
}

/** An asset as the `dandi` client is asked for it. */
export interface ScriptAsset {
  readonly kind: 'asset'
  readonly url: string
  /** `000026/….ome.zarr` where only a part of it was chosen: the client fetches it whole. */
  readonly wholeZarr: string | null
}

export type ScriptPart = ScriptFile | ScriptFolder | ScriptAsset

export interface ScriptHead {
  readonly program: string
  /** `412 files, 96.3 GB, of DANDI:000023/0.210914.1900, …` */
  readonly what: string
  /** How many assets this tool cannot get, and why in a sentence; empty when it gets all. */
  readonly leftOut: string
}

/** A script's parts, in which form it wants them, and how its name ends. */
export const scriptEndings: Readonly<Record<CartTool, string>> = {
  dandi: '.sh',
  aws: '.sh',
  rclone: '.sh',
  wget: '.sh',
  aria2: '.sh',
  python: '.py',
}

/** One word for a POSIX shell, whatever is in it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** Lines of a comment; a text cannot leave it. */
export function comment(text: string): string {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => `# ${line}`.trimEnd())
    .join('\n')
}

/** Root, bucket and key of an address in a bucket, in either of S3's two forms. */
export function bucketPlace(url: string): {
  readonly endpoint: string | null
  readonly bucket: string
  readonly key: string
} {
  const { protocol, host, pathname } = new URL(url)
  const path = decodeURIComponent(pathname.slice(1))
  const [, bucket] = /^([a-z0-9.-]+)\.s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com$/.exec(host) ?? []
  if (bucket !== undefined) return { endpoint: null, bucket, key: path }
  const slash = path.indexOf('/')
  return {
    endpoint: `${protocol}//${host}`,
    bucket: path.slice(0, slash),
    key: path.slice(slash + 1),
  }
}
