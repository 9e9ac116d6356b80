import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { everything, noFilter } from '../../main/model/selection.ts'
import { type Archive, startArchive } from '../archive/archive.ts'
import { ask, expectAccessible, picture, settingsFor, startDesktop } from '../support/desktop.ts'
import { tempFolder } from '../support/temp-folder.ts'

let archive: Archive
beforeAll(async () => {
  archive = await startArchive({ only: ['200001', '200018'] })
})
afterAll(() => archive.close())

const choice = (dandisetId: string, include: string) => ({
  ref: { instance: 'local', dandisetId, version: 'draft', pick: { kind: 'dandiset' } },
  selection: { ...everything, filter: { ...noFilter, include: [include] } },
})

it('a cart is filtered, fetched, saved, emptied, and says what has changed when it is opened', async () => {
  const destination = tempFolder()
  const file = join(tempFolder(), 'rats and a reference.dandicart')
  const settings = settingsFor(archive, { destination })
  const { app, page } = await startDesktop(tempFolder(), { settings })
  await ask(page, 'cart.add', {
    items: [choice('200018', 'sub-R0[12]*'), choice('200018', 'sub-R02/*'), choice('200001', '*')],
  })
  await page.keyboard.press('Control+2')
  await page.getByRole('heading', { name: 'Cart', level: 1 }).waitFor()
  await page.getByRole('button', { name: /^Download 7 files/ }).waitFor()
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('checkbox', { name: 'Female' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^Download 6 files/ }).waitFor()
  await expectAccessible(page)
  await picture(page, 'real-cart')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, file)
  await page.getByRole('button', { name: 'Save as…' }).click()
  await page.getByText(`Saved as ${file}.`).waitFor()
  await page.getByRole('button', { name: 'Plan', exact: true }).click()
  const plan = page.getByRole('dialog', { name: 'What will happen' })
  await plan.getByRole('combobox', { name: 'Layout' }).click()
  await page.getByRole('option', { name: /Flat/ }).click()
  const [path = ''] = archive.paths('200018', 'draft').filter((it) => it.startsWith('sub-R02/'))
  const flat = `200018/${basename(path)}`
  await plan.getByTitle(flat).first().waitFor()
  await expectAccessible(page)
  await picture(page, 'real-cart-plan')
  await plan.getByRole('button', { name: /^Download \d+ files/ }).click()
  await page.getByText(/^Verified · 7 files/).waitFor()
  expect(existsSync(join(destination, flat))).toBe(true)
  await page.keyboard.press('Control+2')
  await page.getByRole('button', { name: 'Empty', exact: true }).click()
  await page.getByRole('heading', { name: 'The cart is empty', exact: true }).waitFor()
  // As if a file had been another one when the cart was saved.
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replace(/dandi-etag:[0-9a-f]{32}-1/, `dandi-etag:${'0'.repeat(32)}-1`))
  await dropFile(page, file)
  await page.getByRole('dialog').getByText('One thing has changed since:').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  // As the system does after a double click on the file while the program runs.
  await app.evaluate(({ app: program }, cart) => {
    program.emit('second-instance', {}, ['dandelion', cart], '/')
  }, file)
  const sheet = page.getByRole('dialog')
  await sheet.getByText('One thing has changed since:').waitFor()
  await sheet.getByRole('row', { name: /Changed 200018\/sub-R02/ }).waitFor()
  await expectAccessible(page)
  await picture(page, 'real-cart-opened')
  await sheet.getByRole('radio', { name: /as it was: 5 files/ }).check()
  await sheet.getByRole('button', { name: 'Put into the cart' }).click()
  await page.getByText('1 file changed or gone').waitFor()
  await page.getByRole('button', { name: /^Download 5 files/ }).waitFor()
})

/** As a file that is dragged from a folder of the system onto the window. */
async function dropFile(page: Page, path: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [path], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data })
  await session.detach()
}
