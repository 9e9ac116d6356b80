import { expect, it } from 'vitest'
import { createAttention } from '../../main/engine/attention.ts'

const never = new AbortController().signal

/** Work whose end the test decides. */
function work() {
  let end = () => {}
  let fail = (_reason: Error) => {}
  const promise = new Promise<void>((resolve, reject) => {
    end = resolve
    fail = reject
  })
  return { promise, end: () => end(), fail: (reason: Error) => fail(reason) }
}

it('nobody waits where nothing is asked for', async () => {
  await expect(createAttention().free(never)).resolves.toBeUndefined()
})

it('what can wait goes on when the last of what people wait for has ended, failed or begun meanwhile', async () => {
  const attention = createAttention()
  const [first, second, third] = [work(), work(), work()]
  const told: string[] = []
  void attention.during(first.promise)
  attention.during(second.promise).catch(() => told.push('second failed'))
  const free = attention.free(never).then(() => told.push('free'))
  first.end()
  await first.promise
  void attention.during(third.promise)
  second.fail(new Error('no'))
  await second.promise.catch(() => {})
  await new Promise((resolve) => setImmediate(resolve))
  expect(told).toEqual(['second failed'])
  third.end()
  await free
  expect(told).toEqual(['second failed', 'free'])
})

it('waiting ends with its signal', async () => {
  const attention = createAttention()
  const stop = new AbortController()
  void attention.during(work().promise)
  const free = attention.free(stop.signal)
  stop.abort(new Error('closing'))
  await expect(free).rejects.toThrow('closing')
})
