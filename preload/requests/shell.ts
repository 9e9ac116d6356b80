/** What only the desktop can do. */
import * as z from 'zod'
import type { LoginView } from '../../main/model/login.ts'
import type { Countdown } from '../../main/model/when-done.ts'
import { address, answers, jobId, text, transferId } from './shapes.ts'

export const shellRequests = {
  /** What is about to be done to the computer. */
  'countdown.get': answers<Countdown | null>()(z.undefined()),
  'countdown.answer': answers<void>()(z.strictObject({ answer: z.enum(['cancel', 'now']) })),
  'dialog.folder': answers<{ readonly folder: string | null }>()(z.strictObject({ current: text })),
  /** Opens a job's folder, or shows one of its files in it. */
  'shell.show': answers<void>()(z.strictObject({ jobId, transferId: transferId.optional() })),
  'shell.log': answers<void>()(z.undefined()),
  /** Web pages of known instances, doi.org and neurosift only. */
  'shell.browse': answers<void>()(z.strictObject({ url: address })),
  'clipboard.write': answers<void>()(z.strictObject({ text: z.string().max(100_000) })),
  'login.show': answers<LoginView>()(z.undefined()),
  'login.set': answers<LoginView>()(z.strictObject({ isOn: z.boolean() })),
} as const
