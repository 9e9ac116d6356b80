import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import { fake } from './nights-window.ts'

/** What a night brought: the page that the morning's notice opens; what is done after each run. */

async function openReport(page: Page, query: string): Promise<void> {
  await fake.visit(query)
  await page.keyboard.press('Control+5')
  await page.getByRole('button', { name: 'Last night' }).click()
  await page.getByRole('heading', { level: 1, name: /^Night to / }).waitFor()
}

it('a night is told in a sentence, then schedule by schedule, with every difference', async () => {
  const { page } = fake
  await openReport(page, 'welcomed')
  await page.getByText(/^9 files added, 3 changed, 1 renamed, 1 removed, 2 failed; /).waitFor()
  await page.getByText(/DANDI:000108 failed; DANDI:000026 is not finished; /).waitFor()
  const first = page.getByRole('region', { name: 'Male subjects of 000023' })
  await first.getByRole('img', { name: /^Speed from 22:00 to 03:12: .* on average/ }).waitFor()
  await fake.look('report')
  await first.getByRole('button', { name: '17 differences' }).click()
  const list = page.getByRole('grid', { name: 'Differences of Male subjects of 000023' })
  await list.getByRole('row', { name: /^renamed .*sub-05_ses-2_ecephys.nwb was sub-5/ }).waitFor()
  await fake.look('report-differences')
})

it('a night without runs says so, and the way leads back', async () => {
  const { page } = fake
  await openReport(page, 'welcomed')
  await page.getByRole('button', { name: 'The night before' }).click()
  await page.getByRole('heading', { name: 'Nothing ran in this night' }).waitFor()
  await fake.look('report-none')
  await page.getByRole('button', { name: 'Schedules', exact: true }).first().click()
  expect(await page.getByRole('button', { name: 'Last night' }).count()).toBe(1)
})

it('what is told and run after a run is set up in Settings, tried, and says what became of it', async () => {
  const { page } = fake
  await fake.visit('welcomed')
  await page.keyboard.press('Control+6')
  const address = page.getByRole('group', { name: 'Tell an address' })
  await address.getByRole('textbox', { name: 'Address that is told' }).fill('http://example.org/x')
  await address.getByRole('button', { name: 'Tell this address' }).click()
  await address
    .getByRole('alert')
    .getByText(/has to begin with https/)
    .waitFor()
  await address.getByRole('textbox', { name: 'Address that is told' }).fill('https://example.org/x')
  await address.getByRole('button', { name: 'Tell this address' }).click()
  await address
    .getByRole('textbox', { name: 'Secret to sign with' })
    .fill('sixteen letters or more')
  await address.getByRole('button', { name: 'Keep the secret' }).click()
  await address.getByText(/^The secret is in the keychain/).waitFor()
  await address.getByRole('button', { name: 'Send a test' }).click()
  await address.getByText(/^Test of .*: it answered 204\.$/).waitFor()
  const program = page.getByRole('group', { name: 'Run a program' })
  await program.getByRole('button', { name: 'Choose a program' }).click()
  await program.getByRole('textbox', { name: 'Arguments, one a line' }).fill('--channel\nophys')
  await fake.look('settings-after-run-form')
  await program.getByRole('button', { name: /^Run it after each run/ }).click()
  await program.getByText('--channel').waitFor()
  await fake.visit('welcomed&state=hooks')
  await page.keyboard.press('Control+6')
  await address.getByText(/lab\.example\.org answered 503\. Tried 5 times\.$/).waitFor()
  await program.getByRole('button', { name: 'Run a test' }).scrollIntoViewIfNeeded()
  await fake.look('settings-after-run')
})
