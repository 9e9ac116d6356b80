import { type Handlers, type RequestName, requests } from '../../preload/contract.ts'
import { Failure } from '../model/failure.ts'

/** Checks name and input against the contract, then hands over. */
export async function answer(handlers: Handlers, name: unknown, input: unknown): Promise<unknown> {
  if (!isRequestName(name)) throw new Failure('request.invalid', 'give-up', { what: 'name' })
  const checked = requests[name].input.safeParse(input)
  if (!checked.success) {
    const issue = checked.error.issues[0]
    const details = {
      request: name,
      where: issue?.path.join('.') ?? '',
      said: issue?.message ?? '',
    }
    throw new Failure('request.invalid', 'give-up', details)
  }
  return (handlers[name] as (input: unknown) => unknown)(checked.data)
}

function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(requests, name)
}
