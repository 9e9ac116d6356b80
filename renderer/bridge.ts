import type { FailureRecord } from '../main/model/failure.ts'
import type { Bridge, Input, Output, Reply, RequestName } from '../preload/contract.ts'

declare global {
  interface Window {
    readonly bridge: Bridge
  }
}

/** A request that main refused or could not fulfil. */
class RequestFailure extends Error {
  override readonly name = 'RequestFailure'
  readonly record: FailureRecord
  constructor(record: FailureRecord) {
    super(record.code)
    this.record = record
  }
}

export async function request<N extends RequestName>(name: N, input: Input<N>): Promise<Output<N>> {
  const reply = (await window.bridge.request(name, input)) as Reply<Output<N>>
  if (reply.ok) return reply.value
  throw new RequestFailure(reply.failure)
}

export const onEvents: Bridge['onEvents'] = (listener) => window.bridge.onEvents(listener)
export const onShell: Bridge['onShell'] = (listener) => window.bridge.onShell(listener)
export const pathOf: Bridge['pathOf'] = (file) => window.bridge.pathOf(file)
export const isMac = () => window.bridge.platform === 'darwin'

/** The failure that an error carries, for a sentence; what is not a failure is a bug. */
export function failureFrom(error: unknown): FailureRecord {
  if (error instanceof RequestFailure) return error.record
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'bug', remedy: 'give-up', details: { message } }
}
