/** Reads options and their values. What is wrong throws `input.invalid` with the option at fault. */
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { Failure } from '../model/failure.ts'

export function parse<O extends ParseArgsOptionsConfig>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: args.map(withValue), options, allowPositionals: true, strict: true })
  } catch (error) {
    const said = error instanceof Error ? error.message.split('. To ')[0] : ''
    throw new Failure('input.invalid', 'give-up', { said: said ?? '' }, error)
  }
}

/** `--wait` may stand without its value, which no option can that has one. */
function withValue(arg: string): string {
  return arg === '--wait' ? '--wait=' : arg
}

/** `--wait`, `--wait=MINUTES`; without it, not at all. */
export function waitOf(text: string | null): number {
  if (text === null) return 0
  return text === '' ? Number.POSITIVE_INFINITY : numberOf('wait', text) * 60_000
}

export function some(positionals: readonly string[], command: string): readonly string[] {
  const wanted = command === 'verify' ? 'a folder' : 'an identifier, such as DANDI:000027'
  if (positionals.length === 0) throw misuse(`${command} needs ${wanted}`)
  return positionals
}

export function noneOr(
  option: string,
  text: string,
  read: (option: string, text: string) => number,
): number | null {
  return text === 'none' ? null : read(option, text)
}

export function numberOf(option: string, text: string, most = Number.MAX_SAFE_INTEGER): number {
  if (!/^\d{1,15}$/.test(text) || Number(text) > most) throw invalid(option, text, 'a whole number')
  return Number(text)
}

/** `500`, `20GB`: decimal units, as everywhere. */
export function bytesOf(option: string, text: string): number {
  const [, amount, unit] = /^(\d{1,9}(?:\.\d{1,3})?|\d{1,15})\s*([KMGT]?)B?$/i.exec(text) ?? []
  if (amount === undefined) throw invalid(option, text, 'bytes, or a size such as 20GB')
  return Math.round(
    Number(amount) * 1000 ** ['', 'K', 'M', 'G', 'T'].indexOf((unit ?? '').toUpperCase()),
  )
}

export function addressOf(option: string, value: string | null): string | null {
  if (value === null) return null
  if (!URL.canParse(value) || !/^https?:/.test(value))
    throw invalid(option, value, 'http://… or https://…')
  return value.replace(/\/+$/, '')
}

export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value)
  if (found === undefined) throw invalid(option, value, allowed.join(', '))
  return found
}

/** An option with a value that it does not take. */
export function invalid(option: string, value: string, allowed: string): Failure {
  const said = `--${option} takes ${allowed}; it cannot be “${value}”`
  return new Failure('input.invalid', 'give-up', { option, value, said })
}

/** A command line that cannot be meant, in words. */
export function misuse(said: string): Failure {
  return new Failure('input.invalid', 'give-up', { said })
}
