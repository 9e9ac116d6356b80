const overview = `Dandelion: fetch and verify recordings of the DANDI Archive

  dandelion download ID…   fetch dandisets, folders, subjects or files
  dandelion ls ID…         list what an identifier means
  dandelion verify FOLDER  compare files on disk with their digests
  dandelion jobs           what was ordered, and how far it is
  dandelion archive        serve a local DANDI archive to try things on

An ID is what you would paste: DANDI:000027, 000027/0.210831.2033, a DOI, a link to
a dandiset, folder or file at dandiarchive.org, dandi://…, an asset or S3 address.

  dandelion help COMMAND   tells the options of a command
`

const common = `  -i, --instance NAME|URL  where an ID without a host is looked up   [dandi]
      --source SOURCE      auto, api, s3 or webdav                    [auto]
      --s3-url URL         the bucket, where it cannot be learnt
      --webdav-url URL     the WebDAV service of the instance
      --path-type TYPE     exact, or glob: paths are patterns         [exact]
      --data-dir DIR       where jobs and progress are remembered
      --json               JSON lines, nothing else on standard output
`

const byCommand: Readonly<Record<string, string>> = {
  download: `dandelion download ID…|CART.dandicart… [options]

  -o, --output-dir DIR     where files go                             [.]
  -e, --existing MODE      error, skip, overwrite, overwrite-different
                           or refresh; a file whose digest matches is
                           always left as it is                       [error]
  -J, --jobs N[:M]         N files at once, M parts or entries of each
      --subject ID         only this subject; may be repeated
      --include GLOB       only paths that match; may be repeated
      --exclude GLOB       not these paths; may be repeated
      --zarr-keep KEYS     of each Zarr only these entries and the
                           metadata above them: 3/ for a level, .zattrs
                           for a file; separated by commas
      --preserve-tree      keep full paths for parts of a dandiset too
      --layout LAYOUT      archive, flat, or a template such as
                           {species}/{subject}/{session}/{name}    [archive]
      --names MODE         keep, or adapt names that this disk cannot
                           hold and names that come twice             [keep]
      --reuse MODE         copy or link what was fetched before, or
                           none; none with a --source of its own      [copy]
      --download WHAT      assets, dandiset.yaml or all               [all]
      --cart MEANING       of a cart file: rules, what they choose now; or
                           saved, only files that are still the same  [rules]
      --dry-run            tell what would be done, and stop
${common}
The API key is read from <INSTANCE>_API_KEY (DANDI_API_KEY, …) or DANDELION_API_KEY.

Exit codes: 0 all verified · 1 some failed · 2 usage, or there is no such thing
3 unreachable or not permitted · 4 disk · 130 interrupted; give the same command
again to go on.
`,
  ls: `dandelion ls ID… [options]

${common}`,
  verify: `dandelion verify FOLDER [options]

Reads every file below FOLDER that Dandelion fetched, and compares digests. In a
folder it does not know, dandiset.yaml says which version to compare with.

${common}`,
  jobs: `dandelion jobs [--data-dir DIR] [--json]
`,
  archive: `dandelion archive [--data DIR] [--port P] [--json]

Serves the API at port P, S3 at P+1, WebDAV at P+2, all of this machine alone.
`,
}

/** Help for a command, or the overview. */
export function helpText(command: string | null): string {
  return (command === null ? undefined : byCommand[command]) ?? overview
}
