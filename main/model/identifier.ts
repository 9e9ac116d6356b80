/** From what people paste to what they mean. */
import type { ArchiveRef } from './entry.ts'
import { Failure } from './failure.ts'
import { type CommandLine, parseCommandLine } from './identifier-command.ts'
import { identifyLink, identifyLinkOn } from './identifier-link.ts'
import { identifyDandiUrl, identifyDoi, identifyShort } from './identifier-short.ts'
import { flaw, type IdentifyOptions, type Lookup } from './identifier-words.ts'
import type { Instance } from './instance.ts'

/** One identifier of the text, in its order. */
export type Identified =
  | { readonly kind: 'ref'; readonly text: string; readonly ref: ArchiveRef }
  | { readonly kind: 'lookup'; readonly text: string; readonly lookup: Lookup }
  | { readonly kind: 'failure'; readonly text: string; readonly failure: Failure }

/**
 * Reads identifiers, links and whole command lines, several at once, without asking anybody. Each
 * that cannot be understood is an `input.identifier` (details `reason`, `text`, `part`, `at`) or,
 * when it names another instance than the one asked for, an `input.mismatch`; nothing is thrown.
 */
export function identify(text: string, options: IdentifyOptions): readonly Identified[] {
  const lines = text.replace(/\\\r?\n/g, ' ').split(/[\r\n\u2028\u2029]+/)
  const here = { ...options, instances: defaultFirst(options) }
  return lines.flatMap((line) => identifyLine(line, here))
}

/** A service that several share is taken for that of the default instance. */
function defaultFirst({ instances, defaultInstance }: IdentifyOptions): readonly Instance[] {
  const isDefault = ({ name }: Instance) => name === defaultInstance
  return [...instances.filter(isDefault), ...instances.filter((one) => !isDefault(one))]
}

/** What a text means on the instance that its `host` look-up found. Throws `input.identifier`. */
export function identifyOn(text: string, instance: Instance, glob: boolean): ArchiveRef {
  if (/^https?:/i.test(text)) {
    const ref = identifyLinkOn(text, instance, glob)
    if (ref === null) throw flaw('path', text, text)
    return ref
  }
  const options = { instances: [instance], defaultInstance: instance.name, glob }
  const found = identifyPiece(text, { ...options, instanceAsked: true })
  if ('instance' in found) return found
  throw flaw('form', text, text)
}

function identifyLine(line: string, options: IdentifyOptions): readonly Identified[] {
  const command = parseCommandLine(line)
  if (command !== null) return identifyCommand(command, options)
  return splitLine(joinWords(line)).map((piece) => identified(piece, options))
}

function identifyCommand(command: CommandLine, options: IdentifyOptions): readonly Identified[] {
  const glob = command.glob || options.glob === true
  const asked = command.instance
  if (asked === null) {
    return command.identifiers.map((piece) => identified(piece, { ...options, glob }))
  }
  const instance = askedInstance(asked, options.instances)
  return command.identifiers.map((piece): Identified => {
    if (instance !== null) {
      const here = { ...options, glob, defaultInstance: instance.name, instanceAsked: true }
      return identified(piece, here)
    }
    if (!URL.canParse(asked))
      return { kind: 'failure', text: asked, failure: flaw('instance', asked, asked) }
    const lookup = { kind: 'host', origin: new URL(asked).origin, text: piece, glob } as const
    return { kind: 'lookup', text: piece, lookup }
  })
}

function askedInstance(asked: string, instances: readonly Instance[]): Instance | null {
  const host = URL.canParse(asked) ? new URL(asked).host : ''
  const name = asked.toLowerCase()
  const isAsked = (one: Instance) =>
    one.name === name ||
    [one.apiUrl, one.webUrl].some((url) => url !== null && new URL(url).host === host)
  return instances.find(isAsked) ?? null
}

/** `DANDI: 27` and `dandiset 27`, which are one identifier each. */
function joinWords(line: string): string {
  return line
    .replace(/\b([a-z][a-z-]*:)[ \t]+(?=\d)/gi, '$1')
    .replace(/\b(dandisets?)[ \t]+(?=\d)/gi, '$1/')
}

/** Several identifiers on a line are told from one that has spaces in its path. */
function splitLine(line: string): readonly string[] {
  const words = line.split(/[\s,;]+/).filter((word) => trimPiece(word) !== '')
  const areShort = words.every((word) =>
    /^["'<(]*([a-z][a-z-]*:|dandisets?\/)?\d{1,6}([/@]|$|\W*$)/i.test(word),
  )
  if (areShort) return words
  return line
    .split(
      /[\s,;]+(?=["'<([]*(?:[a-z][a-z0-9+.-]*:\/\/|10\.\d{4,9}\/|[a-z][a-z-]*:\d|\d{6}(?:[/@\s,;]|$)))/i,
    )
    .filter(isPiece)
}

function isPiece(text: string | undefined): text is string {
  return text !== undefined && trimPiece(text) !== ''
}

function identified(piece: string, options: IdentifyOptions): Identified {
  const text = trimPiece(piece)
  try {
    const found = identifyPiece(text, options)
    if ('kind' in found) return { kind: 'lookup', text, lookup: found }
    return { kind: 'ref', text, ref: agreeing(found, text, options) }
  } catch (error) {
    if (error instanceof Failure) return { kind: 'failure', text, failure: error }
    throw error
  }
}

function identifyPiece(text: string, options: IdentifyOptions): ArchiveRef | Lookup {
  const found =
    identifyDandiUrl(text, options) ??
    identifyLink(text, options) ??
    identifyDoi(text, options) ??
    identifyBareHost(text, options) ??
    identifyShort(text, options)
  if (found === null) throw flaw('form', text, text)
  return found
}

/** `dandiarchive.org/dandiset/000027`, as browsers show it. */
function identifyBareHost(text: string, options: IdentifyOptions): ArchiveRef | Lookup | null {
  if (!/^([a-z0-9-]+\.)+[a-z]{2,}(:\d+)?\/\S/i.test(text)) return null
  return identifyLink(`https://${text}`, options)
}

function agreeing(ref: ArchiveRef, text: string, options: IdentifyOptions): ArchiveRef {
  const { defaultInstance, instanceAsked = false } = options
  if (!instanceAsked || ref.instance === defaultInstance) return ref
  const details = { text, named: ref.instance, asked: defaultInstance, reason: 'named' }
  throw new Failure('input.mismatch', 'give-up', details)
}

/** Without the quotes, brackets and punctuation that come along when text is copied. */
function trimPiece(piece: string): string {
  const visible = piece.replace(/[\u200b-\u200d\u2060\ufeff]/g, '').trim()
  const opened = visible.replace(/^["'`<([“‘«]+\s*/, '')
  const ends = opened.includes('(') ? /[\s"'`>\]”’».,;:!?]+$/ : /[\s"'`>\])”’».,;:!?]+$/
  return opened.replace(ends, '')
}
