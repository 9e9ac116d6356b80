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

/** The link among the arguments that a second start was given. */
export function linkOf(args: readonly string[]): string | null {
  return args.find((arg) => /^(?:dandi|dandelion):\/\//i.test(arg)) ?? null
}
