import { expect, it } from 'vitest'
import { type Page, Pages } from '../../../renderer/store/pages.ts'

/** A list whose answers come when the test says so. */
function slowList() {
  const calls: { offset: number; answer: (page: Page<string>) => void }[] = []
  const pages = new Pages<string>(
    (_, offset) => new Promise((answer) => calls.push({ offset, answer })),
    2,
  )
  return { pages, calls }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))

it('asks for the pages in sight once, and for none beyond the end', async () => {
  const { pages, calls } = slowList()
  pages.want(0, 1)
  pages.want(0, 1)
  expect(calls.map((call) => call.offset)).toEqual([0])
  calls[0]?.answer({ rows: ['a', 'b'], total: 3 })
  await settled()
  pages.want(0, 9)
  expect(calls.map((call) => call.offset)).toEqual([0, 2])
})

it('a refresh keeps what is shown until the new rows are there', async () => {
  const { pages, calls } = slowList()
  pages.want(0, 0)
  calls[0]?.answer({ rows: ['old'], total: 1 })
  await settled()
  pages.refresh()
  pages.want(0, 0)
  expect(pages.at(0)).toBe('old')
  calls[1]?.answer({ rows: ['new', 'newer'], total: 2 })
  await settled()
  expect([pages.at(0), pages.at(1), pages.total()]).toEqual(['new', 'newer', 2])
})

it('an answer to an older question is dropped', async () => {
  const { pages, calls } = slowList()
  pages.want(0, 0)
  pages.refresh()
  pages.want(0, 0)
  calls[1]?.answer({ rows: ['new'], total: 1 })
  await settled()
  calls[0]?.answer({ rows: ['old'], total: 1 })
  await settled()
  expect(pages.at(0)).toBe('new')
})

it('a failure is kept until an answer comes', async () => {
  let broken = true
  const pages = new Pages<string>(() =>
    broken ? Promise.reject(new Error('down')) : Promise.resolve({ rows: ['a'], total: 1 }),
  )
  pages.want(0, 0)
  await settled()
  expect(pages.failure).toBeInstanceOf(Error)
  broken = false
  pages.refresh()
  pages.want(0, 0)
  await settled()
  expect(pages.failure).toBeNull()
  expect(pages.at(0)).toBe('a')
})
