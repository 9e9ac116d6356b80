/** Identifiers that are no links: `DANDI:000027`, `27`, DOIs and `dandi://`. */
import type { ArchiveRef } from './entry.ts'
import {
  dandisetIdOf,
  decode,
  flaw,
  type IdentifyOptions,
  type Lookup,
  pickOfPath,
  refOf,
  versionOf,
} from './identifier-words.ts'
import { builtInInstances } from './instances.ts'

/** DOI prefixes whose suffix does not name the instance. */
const sandboxDoiPrefix = '10.80507'

/** A DOI names no host either, so the asked instance may hold what it means. */
function instanceOfDoi(registrant: string, name: string, options: IdentifyOptions): string {
  const isDandi = /^dandi$/i.test(name)
  if (isDandi && options.instanceAsked === true) return options.defaultInstance
  const isSandbox = isDandi && registrant === sandboxDoiPrefix
  return knownName(isSandbox ? 'dandi-sandbox' : name, name, options)
}

/** `DANDI:000027/draft`, `linc:27`, `000027`, `27@0.210831.2033`; null when it is none of them. */
export function identifyShort(text: string, options: IdentifyOptions): ArchiveRef | null {
  const match =
    /^(?:([a-z][a-z0-9.-]*)\s*:\s*|dandisets?[/ ]+)?([^/@:\s]+)(?:[/@]([^/]*))?\/?$/i.exec(text)
  if (match === null) return refuseRest(text)
  const [, prefix, id = '', version] = match
  if (prefix === undefined && !/^\d/.test(id)) return null
  const instance = instanceOfPrefix(prefix, text, options)
  return refOf(instance, dandisetIdOf(id, text), versionOf(version, text))
}

/** A path after a version, as links have it. */
function refuseRest(text: string): null {
  const rest = /^(?:[a-z][a-z-]*\s*:\s*)?\d{1,6}[/@][^/\s]*(\/.+)$/i.exec(text)?.[1]
  if (rest !== undefined) throw flaw('rest', text, rest)
  return null
}

/**
 * `DANDI:` is the one prefix that says little: many deployments call themselves so. It means the
 * asked or self-added instance, and otherwise DANDI.
 */
function instanceOfPrefix(prefix: string | undefined, text: string, options: IdentifyOptions) {
  const { defaultInstance, instanceAsked = false } = options
  if (prefix === undefined || /^dandisets?$/i.test(prefix)) return defaultInstance
  const isBuiltIn = builtInInstances.some(({ name }) => name === defaultInstance)
  if (/^dandi$/i.test(prefix)) return instanceAsked || !isBuiltIn ? defaultInstance : 'dandi'
  return knownName(prefix, text, options)
}

/** The instance of that name in any case; the flaw `instance` when there is none. */
function knownName(name: string, text: string, options: IdentifyOptions): string {
  const found = options.instances.find((one) => one.name === name.toLowerCase())
  if (found === undefined) throw flaw('instance', text, name)
  return found.name
}

/** `dandi://instance/000027[@version][/path]`; null when it is another scheme. */
export function identifyDandiUrl(text: string, options: IdentifyOptions): ArchiveRef | null {
  const match = /^dandi:\/\/([^/]*)\/?([^/@]*)(?:@([^/]*))?(?:\/(.*))?$/is.exec(text)
  if (match === null) return null
  const [, name = '', id = '', version, path = ''] = match
  const instance = knownName(name, text, options)
  const pick = pickOfPath(decode(path), options.glob === true)
  return refOf(instance, dandisetIdOf(id, text), versionOf(version, text), pick)
}

/**
 * `10.48324/dandi.000027[/version]`, with `doi:` or without; the suffix names the instance. A DOI of
 * another kind needs a look-up; null when the text is no DOI.
 */
export function identifyDoi(text: string, options: IdentifyOptions): ArchiveRef | Lookup | null {
  const match = /^(?:doi:\s*)?(10\.\d{4,9})\/(\S+)$/i.exec(text)
  if (match === null) return null
  const [, registrant = '', suffix = ''] = match
  const named = /^([a-z][a-z0-9-]*)\.(\d{1,6})(?:\/([^/]+))?\/?$/i.exec(suffix)
  if (named === null) {
    const url = `https://doi.org/${registrant}/${suffix}`
    return { kind: 'redirect', url, glob: options.glob === true }
  }
  const [, name = '', id = '', version] = named
  const instance = instanceOfDoi(registrant, name, options)
  return refOf(instance, dandisetIdOf(id, text), versionOf(version, text))
}
