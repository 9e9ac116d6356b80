/** A command line of the `dandi` client, as documentation and the web app show it. */
export interface CommandLine {
  readonly identifiers: readonly string[]
  /** Name or URL given with `-i`. */
  readonly instance: string | null
  readonly glob: boolean
}

/** Options of `dandi` that take a value in the next word. */
const valued = new Set([
  '-o',
  '--output-dir',
  '-e',
  '--existing',
  '-f',
  '--format',
  '--path-type',
  '-J',
  '--jobs',
  '--download',
  '-i',
  '--dandi-instance',
  '--instance',
  '-l',
  '--log-level',
  '--source',
  '--subject',
  '--include',
  '--exclude',
  '--zarr',
])

/** Null when the line is no `dandi` or `dandelion` command. */
export function parseCommandLine(line: string): CommandLine | null {
  const match =
    /^[\s$>#%`'"(]*(?:\S*\/)?(?:dandi|dandelion)\s+(?:-\S+\s+)*(?:download|ls)\b(.*)$/is.exec(line)
  if (match === null) return null
  const words = shellWords(match[1] ?? '')
  const identifiers: string[] = []
  const values = new Map<string, string>()
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? ''
    const [name = '', ...inline] = word.split('=')
    if (!word.startsWith('-')) identifiers.push(word)
    else if (inline.length > 0) values.set(name, inline.join('='))
    else if (valued.has(word)) {
      index += 1
      values.set(word, words[index] ?? '')
    } else if (/^-[oefJil]./.test(word)) values.set(word.slice(0, 2), word.slice(2))
  }
  const instance = values.get('-i') ?? values.get('--dandi-instance') ?? values.get('--instance')
  const glob = values.get('--path-type') === 'glob'
  return {
    identifiers: identifiers.filter((word) => /\w/.test(word)),
    instance: instance ?? null,
    glob,
  }
}

/** Words as a shell makes them: quotes group, a backslash takes the next character as it is. */
function shellWords(line: string): readonly string[] {
  const found = line.match(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\])+|["']\S*/gs) ?? []
  return found.map((word) =>
    word.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/gs, (_all, double, single, plain) =>
      double === undefined ? (single ?? plain) : double.replace(/\\(["\\$`])/g, '$1'),
    ),
  )
}
