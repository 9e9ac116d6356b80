/** What is done when a run of a schedule has ended. */
import * as z from 'zod'
import { type HookResult, type HooksState, hookKinds } from '../../main/model/run-hooks.ts'
import { absolutePath, answers } from './shapes.ts'

const kind = z.enum(hookKinds)
const command = z.strictObject({
  program: absolutePath,
  args: z.array(z.string().max(4096)).max(100),
})

export const hooksRequests = {
  'hooks.state': answers<HooksState>()(z.undefined()),
  /** Null turns it off. */
  'hooks.webhook': answers<HooksState>()(z.strictObject({ url: z.string().max(2000).nullable() })),
  /** Kept where keys are; null forgets it. It is never told again. */
  'hooks.secret': answers<HooksState>()(
    z.strictObject({ secret: z.string().min(1).max(200).nullable() }),
  ),
  /** Asks the person, in a dialog of the system's, whether this may be run from now on. */
  'hooks.command': answers<HooksState>()(z.strictObject({ command: command.nullable() })),
  /** Asks the person for a program. */
  'hooks.choose': answers<{ readonly program: string | null }>()(z.undefined()),
  /** Does it now, once, with a run that never was. */
  'hooks.test': answers<HookResult>()(z.strictObject({ kind })),
} as const
