/** The desktop: makes the engine, makes the shell around it, joins the two. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, dialog, nativeTheme, session } from 'electron'
import { createEngine, type Engine } from './engine.ts'
import { recordOf } from './model/failure.ts'
import { keepAwake } from './shell/awake.ts'
import { realClock } from './shell/clock.ts'
import { handleClosing } from './shell/closing.ts'
import { linkOf, textOfLink } from './shell/deep-link.ts'
import { type Demo, startDemo } from './shell/demo.ts'
import { forwardEvents } from './shell/forward.ts'
import { denyPermissions, guardContents } from './shell/guard.ts'
import { handlersOf } from './shell/handlers.ts'
import { answerWindows } from './shell/ipc.ts'
import { createLog } from './shell/log.ts'
import { createMainWindow, type MainWindow } from './shell/main-window.ts'
import { setMenu } from './shell/menu.ts'
import { noticeOfEnd, noticeOfTray } from './shell/notices.ts'
import { registerScheme, serveWindowFiles, windowOrigin } from './shell/scheme.ts'
import { createSecrets } from './shell/secrets.ts'
import { createTray } from './shell/tray.ts'
import { startFailureWords } from './shell/words.ts'

const outFolder = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')
const isDemo = process.argv.includes('--demo')
const home = process.env.DANDELION_DATA_DIR ?? join(app.getPath('appData'), 'Dandelion')
const dataDir = isDemo ? join(home, 'demo') : home
/** The bundler's own server while the window is worked on; never in a package. */
const devUrl = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL
const windowUrl = devUrl ?? `${windowOrigin}/index.html`
const isHome = (url: string) => url.startsWith(devUrl ?? `${windowOrigin}/`)

registerScheme()
app.setPath('userData', dataDir)
app.setPath('sessionData', join(dataDir, 'window'))
const log = createLog(join(dataDir, 'logs'), new Date())
process.on('uncaughtException', (error) => log.error('uncaught', { said: error.stack ?? '' }))
process.on('unhandledRejection', (error) => log.error('unhandled', { said: String(error) }))

// Not awaited: Electron is ready only after this module has run to its end.
if (app.requestSingleInstanceLock()) void start().catch(giveUp)
else app.exit(0)

async function start(): Promise<void> {
  const window = createMainWindow({
    url: windowUrl,
    outFolder,
    stateFile: join(dataDir, 'window.json'),
    log,
  })
  const open = (link: string | null) => {
    const text = link === null ? null : textOfLink(link)
    if (text !== null) window.tell({ kind: 'open-text', text })
  }
  const links: string[] = []
  const hold = (_event: unknown, link: string) => links.push(link)
  app.on('open-url', hold)
  await app.whenReady()
  denyPermissions(session.defaultSession)
  serveWindowFiles(session.defaultSession, join(outFolder, 'renderer'))
  guardContents(isHome)
  const demo = isDemo ? await startDemo(join(outFolder, 'main', 'cli.js'), []) : null
  const engine = await makeEngine(window, demo)
  joinUp(engine, window, demo)
  app.off('open-url', hold)
  app.on('open-url', (_event, link) => open(link))
  app.on('second-instance', (_event, args) => {
    window.show()
    open(linkOf(args))
  })
  open(links.at(-1) ?? linkOf(process.argv))
}

async function makeEngine(window: MainWindow, demo: Demo | null): Promise<Engine> {
  return createEngine({
    dataDir,
    defaultDestination: join(app.getPath('downloads'), isDemo ? 'DANDI demo' : 'DANDI'),
    clock: realClock,
    log,
    secrets: createSecrets(join(dataDir, 'keys.json')),
    notify: noticeOfEnd(window),
    workerUrl: new URL('./worker.js', import.meta.url),
    proxyFor: (url) => session.defaultSession.resolveProxy(url),
    sqliteBinding: process.env.DANDELION_SQLITE_BINDING ?? null,
    environment: process.env,
    userAgent: `Dandelion/${app.getVersion()} (desktop)`,
    recover: 'run',
    attempts: 8,
    ...(demo && { overrides: { instance: demo.instance.name, instances: [demo.instance] } }),
  })
}

function joinUp(engine: Engine, window: MainWindow, demo: Demo | null): void {
  let told = false
  const ends = [
    forwardEvents(engine, () => window.get()?.webContents ?? null),
    keepAwake(engine),
    createTray({
      engine,
      iconFolder: join(outFolder, 'icons'),
      onOpen: () => window.show(),
      onQuit: () => app.quit(),
    }),
    followAppearance(engine),
  ]
  answerWindows({
    handlers: handlersOf({ engine, window: window.get, logFile: log.file }),
    isOurs: ({ senderFrame, sender }) =>
      senderFrame !== null &&
      senderFrame === window.get()?.webContents.mainFrame &&
      sender === window.get()?.webContents &&
      isHome(senderFrame.url),
    onBug: (request, error) =>
      log.error('a request failed', {
        request,
        said: error instanceof Error ? (error.stack ?? '') : String(error),
      }),
  })
  const closing = handleClosing({
    engine,
    window: window.get,
    onStay() {
      if (!told) noticeOfTray(() => window.show())
      told = true
    },
    async onEnd() {
      for (const end of ends) end()
      await engine.close()
      demo?.close()
    },
  })
  app.on('browser-window-created', (_event, made) => closing.watch(made))
  app.on('activate', () => window.show())
  setMenu(window.tell)
  window.show()
}

/** The system's own parts of the window follow the setting too. */
function followAppearance(engine: Engine): () => void {
  nativeTheme.themeSource = engine.settings().appearance
  return engine.subscribe((batch) => {
    for (const event of batch) {
      if (event.kind === 'settings.changed') nativeTheme.themeSource = event.settings.appearance
    }
  })
}

function giveUp(error: unknown): void {
  const { code, details } = recordOf(error)
  log.error('did not start', { code, ...details })
  dialog.showErrorBox(
    'Dandelion cannot start',
    startFailureWords(code, String(details.message ?? code)),
  )
  app.exit(1)
}
