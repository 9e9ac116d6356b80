import { afterAll, beforeAll } from 'vitest'
import { type FakeWindow, openFakeWindow } from '../support/fake-window.ts'

/** One window for all that a test file imports, which takes longer to open than to look at a state. */
export let fake: FakeWindow
beforeAll(async () => {
  fake = await openFakeWindow()
})
afterAll(() => fake.close())
