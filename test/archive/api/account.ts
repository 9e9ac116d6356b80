import type { Call, Reply } from '../call.ts'
import type { Site } from '../site.ts'
import type { Dandiset } from '../tree/model.ts'
import { forbidden, unauthorized } from './errors.ts'

/** Who is asking: nobody, a known account, or somebody with a wrong key. */
export type Account =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'user'; readonly username: string; readonly key: string }
  | { readonly kind: 'invalid' }

export function accountOf(call: Call, site: Site): Account {
  const header = call.headers.authorization
  if (header === undefined) return { kind: 'anonymous' }
  const found = /^(?:token|bearer) +(\S+)$/i.exec(header)
  if (!found?.[1]) return { kind: 'anonymous' }
  const username = site.settings.accounts.get(found[1])
  if (username === undefined) return { kind: 'invalid' }
  return { kind: 'user', username, key: found[1] }
}

export function owns(account: Account, dandiset: Dandiset): boolean {
  if (account.kind !== 'user') return false
  return dandiset.owners.some((owner) => owner.username === account.username)
}

/** The refusal for an embargoed dandiset, or nothing if the caller may see it. */
export function refusal(account: Account, dandiset: Dandiset): Reply | undefined {
  if (dandiset.embargo === 'OPEN' || owns(account, dandiset)) return undefined
  return account.kind === 'user' ? forbidden() : unauthorized()
}
