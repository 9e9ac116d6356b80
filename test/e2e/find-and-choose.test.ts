import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Archive, startArchive } from '../archive/archive.ts'
import {
  expectAccessible,
  openText,
  picture,
  settingsFor,
  startDesktop,
} from '../support/desktop.ts'
import { hasRealData, realData } from '../support/sample-archive.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** From a question to verified files, on real listings. */

let archive: Archive
beforeAll(async () => {
  archive = await startArchive(hasRealData ? { dataDir: realData } : {})
})
afterAll(() => archive.close())

const subject = '567704703'

it.runIf(hasRealData)(
  '“mouse”, a technique, DANDI:000023, one subject, a plan, verified',
  async () => {
    const destination = tempFolder()
    const settings = settingsFor(archive, { destination })
    const { page } = await startDesktop(tempFolder(), { settings })
    await page.getByText(/^Catalogue of \d+ dandisets, checked/).waitFor()
    await picture(page, 'find-1-catalogue')

    const field = page.getByRole('search').first().getByRole('combobox')
    await field.fill('mouse')
    await field.press('Enter')
    const list = page.getByRole('grid', { name: 'Dandisets' })
    await list.locator('mark').first().waitFor()
    await expectAccessible(page)
    await picture(page, 'find-2-mouse')

    await page.getByRole('checkbox', { name: /^Spike sorting/ }).click()
    await page.getByRole('button', { name: /^Remove filter Technique/ }).waitFor()
    await list.getByRole('row').nth(1).click()
    await page.getByRole('complementary').getByRole('heading').first().waitFor()
    await expectAccessible(page)
    await picture(page, 'find-3-technique')

    // Its metadata say Human, so that no honest search for a mouse finds it.
    await openText(page, 'DANDI:000023/draft')
    await page.getByRole('button', { name: /^Download 318 files/ }).waitFor()
    await picture(page, 'find-4-000023')

    await page.getByRole('tab', { name: 'Subjects', exact: true }).click()
    await page.getByRole('row', { name: new RegExp(subject) }).waitFor()
    await picture(page, 'find-5-subjects')

    await page.getByRole('tab', { name: 'Files', exact: true }).click()
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await page
      .getByRole('dialog')
      .getByRole('tab', { name: /^Subject/ })
      .click()
    await page.getByRole('textbox', { name: /^Find/ }).fill(subject)
    await page.getByRole('checkbox', { name: `Only ${subject}` }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Download 1 file, 19\.3 MB/ }).waitFor()
    await expectAccessible(page)
    await picture(page, 'find-6-one-subject')

    await page.getByRole('button', { name: 'Plan', exact: true }).click()
    await page.locator('#plan-files').getByText(`sub-${subject}`).first().waitFor()
    await expectAccessible(page)
    await picture(page, 'find-7-plan')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Download \d files?, 19\.3 MB/ })
      .click()

    await page.getByText(/^Verified · \d files?/).waitFor()
    await expectAccessible(page)
    await picture(page, 'find-8-verified')
    const [path = ''] = archive
      .paths('000023', 'draft')
      .filter((it) => it.startsWith(`sub-${subject}/`))
    const came = readFileSync(join(destination, '000023', ...path.split('/')))
    const wanted = archive.bytesOf('000023', 'draft', path)
    const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
    expect(digest(came)).toBe(digest(wanted))
  },
)
