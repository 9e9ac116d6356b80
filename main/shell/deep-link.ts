import { resolve } from 'node:path'
import { cartEnding } from '../model/cart.ts'
import { decoded } from './decoded.ts'

export const schemes = ['dandi', 'dandelion'] as const

/** What a link that the system handed over asks to open; null when it is none of ours, or broken. */
export function textOfLink(link: string): string | null {
  if (/^dandi:\/\//i.test(link)) return link
  if (!/^dandelion:\/\//i.test(link) || !URL.canParse(link)) return null
  const { host, pathname, searchParams } = new URL(link)
  if (host === 'search') return link
  const asked = searchParams.get('url') ?? searchParams.get('id')
  if (asked !== null) return asked
  const rest = decoded(pathname.replace(/^\/+/, ''))
  if (rest === null) return null
  return host === 'open' ? rest : [host, rest].filter(Boolean).join('/')
}

/** The cart file among the arguments of a start in a folder, as after a double click on one. */
export function cartFileOf(args: readonly string[], folder: string): string | null {
  const isCart = (arg: string) =>
    arg.toLowerCase().endsWith(cartEnding) && !/^-|^[a-z]{2,}:/i.test(arg)
  const found = args.slice(1).findLast(isCart)
  return found === undefined ? null : resolve(folder, found)
}

/** The link among the arguments that a second start was given. */
export function linkOf(args: readonly string[]): string | null {
  return args.find((arg) => /^(?:dandi|dandelion):\/\//i.test(arg)) ?? null
}
