import { expect, it } from 'vitest'
import { launchDesktop } from '../support/desktop.ts'
import { shareDesktop } from '../support/desktop-shared.ts'

const program = shareDesktop(launchDesktop)

it('the window has no Node, no foreign address, no permission and no second window', async () => {
  const { app, page } = await program.open()
  expect(page.url()).toBe('app://dandelion/index.html')
  const seen = await page.evaluate(async () => {
    const script = document.createElement('script')
    script.textContent = 'window.inlined = true'
    document.head.append(script)
    return {
      node: ['process', 'require', 'module', 'Buffer'].filter((name) => name in window),
      bridge: Object.keys(window.bridge).sort(),
      inlined: 'inlined' in window,
      opened: window.open('https://example.org') !== null,
      fetched: await fetch('https://example.org').then(
        () => true,
        () => false,
      ),
      notices: await Notification.requestPermission(),
      outside: await fetch('app://dandelion/../main/main.js').then(
        (answer) => answer.ok,
        () => false,
      ),
    }
  })
  expect(seen).toEqual({
    node: [],
    bridge: ['onEvents', 'onShell', 'pathOf', 'platform', 'request'],
    inlined: false,
    opened: false,
    fetched: false,
    notices: 'denied',
    outside: false,
  })
  await page.evaluate(() => {
    location.href = 'https://example.org/'
  })
  await page.waitForTimeout(200)
  expect(page.url()).toBe('app://dandelion/index.html')
  const preferences = await app.evaluate(({ webContents }) => {
    const [contents] = webContents.getAllWebContents()
    return contents && 'getLastWebPreferences' in contents
      ? (contents.getLastWebPreferences as () => Record<string, unknown>)()
      : {}
  })
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
  })
})

it('a request from any other page is refused', async () => {
  const { app } = await program.open()
  const reply = await app.evaluate(async ({ BrowserWindow, app: electron }) => {
    const preload = `${electron.getAppPath()}/out/preload/preload.cjs`
    const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } })
    await other.loadURL('data:text/html,<p>elsewhere</p>')
    const said = await other.webContents.executeJavaScript("window.bridge.request('snapshot')")
    other.destroy()
    return said
  })
  expect(reply).toMatchObject({ ok: false, failure: { code: 'request.invalid' } })
})

it('a second start hands its link to the first', async () => {
  const { app, page } = await program.open()
  await app.evaluate(({ app: electron }) => {
    electron.emit('second-instance', {}, ['dandelion', 'dandelion://open/visual%20cortex'])
  })
  const field = page.getByRole('search').first().getByRole('combobox')
  await expect.poll(() => field.inputValue()).toBe('visual cortex')
})

it('a link that comes before the window listens is opened when it does', async () => {
  const { app, page } = await program.open()
  await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    contents?.once('did-navigate', () =>
      contents.send('shell', { kind: 'open-text', text: 'barrel cortex' }),
    )
    contents?.reload()
  })
  const field = page.getByRole('search').first().getByRole('combobox')
  await expect.poll(() => field.inputValue()).toBe('barrel cortex')
})
