/** `follow`: rules that tell of new dandisets; the same as the window's. */
import { actionText } from '../../renderer/locales/follow-words.ts'
import { momentText } from '../../renderer/locales/schedule-words.ts'
import { t } from '../../renderer/locales/t.ts'
import type { Engine } from '../engine.ts'
import { Failure } from '../model/failure.ts'
import type { FollowFind, FollowRule } from '../model/follow.ts'
import type { Common } from './arguments.ts'
import type { Terminal } from './download.ts'
import { exitCodes } from './exit-codes.ts'
import type { FollowVerb } from './follow-arguments.ts'
import { openEngine } from './open-engine.ts'
import { nameOfInstance } from './refs.ts'

type FollowArguments = Common & { readonly verb: FollowVerb }

interface Asked {
  readonly args: FollowArguments
  readonly engine: Engine
  readonly out: Terminal['out']
}

const SHOWN = 100

export async function follow(args: FollowArguments, terminal: Terminal): Promise<number> {
  const engine = await openEngine({ common: args, ...terminal })
  try {
    await act({ args, engine, out: terminal.out })
    return exitCodes.verified
  } finally {
    await engine.close()
  }
}

function act(asked: Asked): Promise<void> {
  const { verb } = asked.args
  switch (verb.kind) {
    case 'list':
      return list(asked)
    case 'add':
      return add(asked, verb)
    case 'remove':
      return remove(asked, verb.which)
    case 'finds':
      return finds(asked)
    default:
      return verb satisfies never
  }
}

async function list({ engine, args, out }: Asked): Promise<void> {
  const { rules } = await engine['follow.state'](undefined)
  if (rules.length === 0 && !args.json) out(`${t('follow.none')}\n`)
  for (const rule of rules) out(args.json ? line('rule', rule) : ruleRow(rule))
}

async function add(
  { engine, args, out }: Asked,
  { name, text, draftsToo, action }: Extract<FollowVerb, { kind: 'add' }>,
): Promise<void> {
  const instance = (await nameOfInstance(engine, args.instance)) ?? engine.settings().instance
  const query = { instance, text, facets: [], draftsToo }
  const draft = { name, query, action }
  const { rules } = await engine['follow.save']({ id: null, draft: draft as never })
  const rule = rules.at(-1)
  if (rule) out(args.json ? line('rule', rule) : ruleRow(rule))
}

async function remove({ engine, args, out }: Asked, which: string): Promise<void> {
  const { id, name } = await known(engine, which)
  await engine['follow.remove']({ id })
  out(args.json ? line('removed', { id, name }) : `${name} is removed; what it found stays.\n`)
}

async function finds({ engine, args, out }: Asked): Promise<void> {
  const { rows } = await engine['follow.finds']({ offset: 0, limit: SHOWN })
  if (rows.length === 0 && !args.json) out(`${t('follow.finds.none')}\n`)
  for (const find of rows) out(args.json ? line('find', find) : findRow(find))
  await engine['follow.read']({ findId: null })
}

async function known(engine: Engine, which: string): Promise<FollowRule> {
  const { rules } = await engine['follow.state'](undefined)
  const bare = which.toLowerCase()
  const found =
    rules.find(({ name }) => name.toLowerCase() === bare) ??
    rules.find(({ id }) => id.startsWith(bare))
  if (found) return found
  const names = rules.map(({ name }) => name).join(', ') || 'none'
  const said = `“${which}” is no rule; there are: ${names}`
  throw new Failure('input.invalid', 'give-up', { option: 'rule', value: which, said })
}

function ruleRow({ id, name, query, action, isOn }: FollowRule): string {
  const off = isOn ? '' : ` (${t('schedule.state.off')})`
  return `${id.slice(0, 8)}  ${name}${off}\n    ${query.text} · ${actionText(action)}\n`
}

function findRow({ dandisetId, title, ruleName, foundAt, isRead }: FollowFind): string {
  const at = momentText(foundAt, new Intl.DateTimeFormat().resolvedOptions().timeZone)
  return `${isRead ? ' ' : '•'} DANDI:${dandisetId}  ${title}\n    ${at} · ${ruleName}\n`
}

function line(event: string, values: object): string {
  return `${JSON.stringify({ event, ...values })}\n`
}
