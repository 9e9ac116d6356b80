/** Scripts for a POSIX shell: `dandi`, `aws s3`, `rclone`, `wget`, `aria2`. */
import {
  bucketPlace,
  comment,
  quoted,
  type ScriptAsset,
  type ScriptFile,
  type ScriptFolder,
  type ScriptHead,
} from './script-file.ts'

/** Arguments of one command line; a few dozen addresses are far from every system's limit. */
const AT_ONCE = 25

function opening({ program, what, leftOut }: ScriptHead, needs: string): string {
  return `#!/bin/sh
${comment(`${what}\nMade by ${program}.`)}
${leftOut === '' ? '' : `${comment(leftOut)}\n`}#
# Needs ${needs}. Where the files go is the first argument, else this folder:
#   sh SCRIPT [FOLDER]
# Given again, it goes on where it was.
set -u
dest=\${1:-.}
case $dest in /*) ;; *) dest=./$dest ;; esac
failed=0
${leftOut === '' ? '' : `printf '%s\\n' ${quoted(leftOut)} >&2\n`}`
}

const ending = `
if [ "$failed" -gt 0 ]; then
  echo "$failed of the commands failed; give this one again" >&2
  exit 1
fi
echo "all there: $dest"
`

export function* dandiScript(head: ScriptHead, assets: readonly ScriptAsset[]): Generator<string> {
  yield opening(head, 'the dandi client: https://docs.dandiarchive.org (pip install dandi)')
  yield `# It compares every digest with the archive's by itself, and adds dandiset.yaml.
mkdir -p "$dest"
get() { dandi download --preserve-tree --existing refresh --output-dir "$dest" "$@" || failed=$((failed + 1)); }

`
  const whole = assets.map(({ wholeZarr }) => wholeZarr).filter((place) => place !== null)
  if (whole.length > 0)
    yield `${comment(`It fetches Zarrs whole. Of these only a part was chosen:\n${whole.join('\n')}`)}\n\n`
  for (const group of inGroups(assets)) {
    yield `get${group.map(({ url }) => ` \\\n  ${quoted(url)}`).join('')}\n`
  }
  yield ending
}

export function* awsScript(
  head: ScriptHead,
  parts: readonly (ScriptFile | ScriptFolder)[],
): Generator<string> {
  yield opening(head, 'the AWS command line: https://aws.amazon.com/cli')
  const endpoint = endpointOf(parts)
  const options = `--no-sign-request --only-show-errors${endpoint === null ? '' : ` --endpoint-url ${quoted(endpoint)}`}`
  yield `file() { aws s3 cp ${options} "$1" "$dest/$2" || failed=$((failed + 1)); }
tree() { aws s3 sync ${options} "$1" "$dest/$2" || failed=$((failed + 1)); }

`
  for (const part of parts) {
    const { bucket, key } = bucketPlace(part.url)
    const from = quoted(`s3://${bucket}/${key}`)
    yield `${part.kind === 'folder' ? 'tree' : 'file'} ${from} ${quoted(part.place)}\n`
  }
  yield* digestCheck(filesOf(parts))
  yield ending
}

export function* rcloneScript(
  head: ScriptHead,
  parts: readonly (ScriptFile | ScriptFolder)[],
): Generator<string> {
  yield opening(head, 'rclone: https://rclone.org')
  const endpoint = endpointOf(parts)
  yield `export RCLONE_CONFIG_CART_TYPE=s3 RCLONE_CONFIG_CART_ENV_AUTH=false RCLONE_CONFIG_CART_LIST_VERSION=2
export RCLONE_CONFIG_CART_PROVIDER=${endpoint === null ? 'AWS RCLONE_CONFIG_CART_REGION=us-east-2' : `Other RCLONE_CONFIG_CART_ENDPOINT=${quoted(endpoint)}`}
file() { rclone --quiet copyto "cart:$1" "$dest/$2" || failed=$((failed + 1)); }
tree() { rclone --quiet copy "cart:$1" "$dest/$2" || failed=$((failed + 1)); }

`
  for (const part of parts) {
    const { bucket, key } = bucketPlace(part.url)
    yield `${part.kind === 'folder' ? 'tree' : 'file'} ${quoted(`${bucket}/${key}`)} ${quoted(part.place)}\n`
  }
  yield* digestCheck(filesOf(parts))
  yield ending
}

export function* wgetScript(head: ScriptHead, files: readonly ScriptFile[]): Generator<string> {
  yield opening(head, 'wget')
  yield `get() {
  mkdir -p "$dest/\${2%/*}"
  wget -nv -c -O "$dest/$2" "$1" || failed=$((failed + 1))
}

`
  for (const { url, place } of files) yield `get ${quoted(url)} ${quoted(place)}\n`
  yield* digestCheck(files)
  yield ending
}

/** A name with a line break cannot be told to aria2; such files are left to the caller. */
export const isForAria2 = ({ place }: ScriptFile): boolean =>
  !/[\n\r]/.test(place) && place.trim() === place

export function* aria2Script(head: ScriptHead, files: readonly ScriptFile[]): Generator<string> {
  yield opening(head, 'aria2: https://aria2.github.io')
  yield `aria2c --dir="$dest" --input-file=- --continue=true --check-integrity=true \\
  --auto-file-renaming=false --allow-overwrite=true --console-log-level=warn \\
  --summary-interval=0 --max-concurrent-downloads=4 --max-connection-per-server=4 \\
  <<'END-OF-CART' || failed=$((failed + 1))
`
  for (const file of files) yield `${file.url}\n  out=${file.place}\n${aria2Digest(file)}`
  yield 'END-OF-CART\n'
  yield* unchecked(files)
  yield ending
}

function aria2Digest({ sha256, md5 }: ScriptFile): string {
  if (sha256 !== null) return `  checksum=sha-256=${sha256}\n`
  return md5 === null ? '' : `  checksum=md5=${md5}\n`
}

function* inGroups<T>(all: Iterable<T>): Generator<readonly T[]> {
  let group: T[] = []
  for (const each of all) {
    group.push(each)
    if (group.length < AT_ONCE) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}

function endpointOf(parts: readonly { readonly url: string }[]): string | null {
  const [first] = parts
  return first ? bucketPlace(first.url).endpoint : null
}

const filesOf = (parts: readonly (ScriptFile | ScriptFolder)[]): readonly ScriptFile[] =>
  parts.filter((part) => part.kind === 'file')

/** `sha256sum -c` over everything that states one, and MD5 for entries of Zarrs. */
function* digestCheck(files: readonly ScriptFile[]): Generator<string> {
  yield* checkBy('sha256sum', 'shasum -a 256', files, ({ sha256 }) => sha256)
  yield* checkBy('md5sum', 'gmd5sum', files, ({ md5 }) => md5)
  yield* unchecked(files)
}

function* checkBy(
  tool: string,
  other: string,
  files: readonly ScriptFile[],
  digestOf: (file: ScriptFile) => string | null,
): Generator<string> {
  const stated = files.filter((file) => digestOf(file) !== null)
  if (stated.length === 0) return
  const name = `check_${tool}`
  yield `
${name}() {
  if command -v ${tool} >/dev/null; then ${tool} -c - >/dev/null; else ${other} -c - >/dev/null; fi
}
(cd "$dest" && ${name}) <<'END-OF-DIGESTS' || failed=$((failed + 1))
`
  for (const file of stated) yield digestLine(digestOf(file) ?? '', file.place)
  yield 'END-OF-DIGESTS\n'
}

/** A name with a line break or backslash is told by the backslash in front of its line. */
function digestLine(digest: string, place: string): string {
  const told = place.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
  return `${told === place ? '' : '\\'}${digest}  ${told}\n`
}

function* unchecked(files: readonly ScriptFile[]): Generator<string> {
  const left = files.filter((file) => file.sha256 === null && file.md5 === null).length
  if (left === 0) return
  yield `
${comment(`${left} of the files state no SHA-256, only a dandi-etag: the MD5s of their parts of 64 MiB,
hashed once more. "dandelion verify" and the Python script compare it; this tool cannot.`)}
`
}
