/** `schedules after`: what is told and run when a run of a schedule has ended. */
import { failureText } from '../../renderer/locales/failure-text.ts'
import type { Engine } from '../engine.ts'
import type { HookKind, HookResult, HooksState } from '../model/run-hooks.ts'
import type { Common } from './arguments.ts'
import type { Terminal } from './download.ts'
import { exitCodes } from './exit-codes.ts'
import type { AfterAct } from './schedule-arguments.ts'

interface Asked {
  readonly args: Common
  readonly engine: Engine
  readonly terminal: Terminal
}

export async function afterRun({ args, engine, terminal }: Asked, act: AfterAct): Promise<number> {
  const tell = (values: object, text: string) =>
    terminal.out(args.json ? `${JSON.stringify({ event: 'after', ...values })}\n` : text)
  if (act.kind === 'test') {
    const result = await engine['hooks.test']({ kind: act.hook })
    tell(result, resultText(result))
    return result.kind === 'done' ? exitCodes.verified : exitCodes.someFailed
  }
  const state = await stateAfter(engine, act)
  tell(state, stateText(state))
  return exitCodes.verified
}

async function stateAfter(
  engine: Engine,
  act: Exclude<AfterAct, { readonly kind: 'test' }>,
): Promise<HooksState> {
  switch (act.kind) {
    case 'webhook':
      return engine['hooks.webhook']({ url: act.url })
    case 'command':
      return engine.setHookCommand(act.command)
    case 'show':
      return engine['hooks.state'](undefined)
    default:
      return act satisfies never
  }
}

function stateText(state: HooksState): string {
  const { webhook, command } = state
  const program = command && [command.program, ...command.args].join(' ')
  return `${rowText('webhook', webhook?.url ?? null, state)}${secretText(state)}${rowText('command', program, state)}`
}

function rowText(kind: HookKind, what: string | null, { results }: HooksState): string {
  const last = results[kind]
  const told = what === null || last === null ? '' : `    last: ${resultText(last)}`
  return `${kind.padEnd(8)} ${what ?? 'off'}\n${told}`
}

function secretText({ webhook, secret }: HooksState): string {
  if (webhook === null || secret !== 'none') return ''
  return '    It is signed with DANDELION_WEBHOOK_SECRET of the environment, or by the window with its own secret.\n'
}

function resultText(result: HookResult): string {
  if (result.kind === 'failed') return `failed. ${failureText(result.failure).why}\n`
  return `done (${result.status}).\n`
}
