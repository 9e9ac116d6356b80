/** A Python script that needs nothing but Python: fetches, resumes, and compares every digest. */
import { comment, type ScriptFile, type ScriptHead } from './script-file.ts'

const program = String.raw`
import hashlib, json, os, sys, time, urllib.request

MIB = 1024 * 1024


def digest_of(path, kind, size):
    if kind != "dandi-etag":
        with open(path, "rb") as stream:
            digest = hashlib.new(kind)
            for chunk in iter(lambda: stream.read(MIB), b""):
                digest.update(chunk)
        return digest.hexdigest()
    # MD5 of the MD5s of parts of 64 MiB; larger parts from 10,000 of them on.
    part = 64 * MIB if -(-size // (64 * MIB)) < 10_000 else -(-size // 10_000)
    digests = []
    with open(path, "rb") as stream:
        while True:
            digest, left = hashlib.md5(), part
            while left and (chunk := stream.read(min(MIB, left))):
                digest.update(chunk)
                left -= len(chunk)
            if left == part and (digests or size):
                break
            digests.append(digest.digest())
            if left:
                break
    return f"{hashlib.md5(b''.join(digests)).hexdigest()}-{len(digests)}"


def is_right(path, file):
    if not os.path.isfile(path) or os.path.getsize(path) != file["size"]:
        return False
    return all(digest_of(path, kind, file["size"]) == value for kind, value in file["digests"].items())


def fetch(url, partial, size):
    have = os.path.getsize(partial) if os.path.exists(partial) else 0
    if have > size:
        os.remove(partial)
        have = 0
    if have == size and size > 0:
        return
    headers = {"Range": f"bytes={have}-"} if have else {}
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as answer:
        with open(partial, "ab" if answer.status == 206 else "wb") as stream:
            while chunk := answer.read(MIB):
                stream.write(chunk)


def get(file, dest):
    path = os.path.join(dest, *file["place"].split("/"))
    if is_right(path, file):
        return
    os.makedirs(os.path.dirname(path), exist_ok=True)
    partial = path + ".part"
    for attempt in range(5):
        try:
            fetch(file["url"], partial, file["size"])
            if is_right(partial, file):
                os.replace(partial, path)
                return
            os.remove(partial)
            raise OSError("the digest is not the archive's")
        except OSError as error:
            if attempt == 4:
                raise
            print(f"{file['place']}: {error}; tried again", file=sys.stderr)
            time.sleep(2**attempt)


def main():
    dest = sys.argv[1] if len(sys.argv) > 1 else "."
    files = [json.loads(line) for line in FILES.split("\n") if line]
    failed = 0
    for number, file in enumerate(files, 1):
        try:
            get(file, dest)
            print(f"{number} of {len(files)}  {file['place']}")
        except OSError as error:
            failed += 1
            print(f"failed: {file['place']}: {error}", file=sys.stderr)
    print(f"{len(files) - failed} verified, {failed} failed")
    return 1 if failed else 0


`

/** JSON in which nothing can end Python's raw text: one object a line. */
function lineOf({ place, url, sizeBytes, sha256, md5, etag }: ScriptFile): string {
  const digests = {
    ...(sha256 === null ? {} : { sha256 }),
    ...(md5 === null ? {} : { md5 }),
    ...(sha256 === null && etag !== null ? { 'dandi-etag': etag } : {}),
  }
  const text = JSON.stringify({ place, url, size: sizeBytes, digests })
  return text.replaceAll("'", '\\u0027')
}

export function* pythonScript(head: ScriptHead, files: readonly ScriptFile[]): Generator<string> {
  const { program: by, what, leftOut } = head
  yield `#!/usr/bin/env python3
${comment(`${what}\nMade by ${by}.`)}
${leftOut === '' ? '' : `${comment(leftOut)}\n`}#
# Needs Python 3.8 or newer and nothing else. Where the files go is the first argument:
#   python3 SCRIPT [FOLDER]
# Given again, it goes on where it was. To read a file without fetching it whole:
#   import fsspec; fsspec.open(url).open()     (pip install fsspec aiohttp)
`
  yield program
  yield "FILES = r'''\n"
  for (const file of files) yield `${lineOf(file)}\n`
  yield "'''\n\nif __name__ == \"__main__\":\n    sys.exit(main())\n"
}
