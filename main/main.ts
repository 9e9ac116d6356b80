/** The desktop: makes the engine, makes the shell around it, joins the two. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, dialog, session } from 'electron'
import { createRunLog } from './disk/run-log.ts'
import { takeOver } from './engine/overnight/take-over.ts'
import { timerPort } from './engine/overnight/timer-port.ts'
import { realClock } from './engine/real-clock.ts'
import { createEngine, type Engine } from './engine.ts'
import { askSystem } from './machine/ask.ts'
import { createAutostart, readTray } from './machine/login.ts'
import { powerOff } from './machine/power-off.ts'
import { createSurroundings } from './machine/surroundings.ts'
import { type FailureRecord, recordOf } from './model/failure.ts'
import { schemes } from './shell/deep-link.ts'
import { type Demo, startDemo } from './shell/demo.ts'
import { denyPermissions, guardContents } from './shell/guard.ts'
import { joinUp } from './shell/join-up.ts'
import { keysFile } from './shell/kept-keys.ts'
import { createLogin, isHiddenStart, type LoginPort, loginItems } from './shell/login.ts'
import { createMainWindow, type MainWindow } from './shell/main-window.ts'
import { noticeOfEnd, noticeOfFinds, noticeOfNight } from './shell/notices.ts'
import { watchOpenings } from './shell/openings.ts'
import { desktopPower } from './shell/power.ts'
import { registerScheme, serveWindowFiles, windowOrigin } from './shell/scheme.ts'
import { createSecrets } from './shell/secrets.ts'
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
const log = createRunLog(dataDir, 'window', process.env)
log.info('started', { version: app.getVersion(), electron: process.versions.electron })
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
  if (app.isPackaged) for (const scheme of schemes) app.setAsDefaultProtocolClient(scheme)
  const openWhatWaits = watchOpenings(window)
  await app.whenReady()
  denyPermissions(session.defaultSession)
  serveWindowFiles(session.defaultSession, join(outFolder, 'renderer'))
  guardContents(isHome)
  const demo = isDemo ? await startDemo(join(outFolder, 'main', 'cli.js'), []) : null
  const notices: FailureRecord[] = []
  const parts = { window, demo, onReplaced: (it: FailureRecord) => notices.push(it) }
  const engine = await takeOver(dataDir, () => makeEngine(parts))
  const login = createLogin(loginPort(), () => readTray(process.platform, askSystem))
  joinUp({
    engine,
    window,
    log,
    iconFolder: join(outFolder, 'icons'),
    isHome,
    clock: realClock,
    powerOff: (act) => powerOff(process.platform, act),
    login,
    isHidden: isHiddenStart(),
    onEnd: () => demo?.close(),
  })
  for (const failure of notices) window.tell({ kind: 'notice', failure })
  openWhatWaits()
}

/** Electron knows no autostart of Linux. */
function loginPort(): LoginPort {
  if (process.platform !== 'linux') return loginItems
  const { APPIMAGE } = process.env
  const packed = APPIMAGE ?? process.execPath
  const argv = app.isPackaged ? [packed] : [process.execPath, app.getAppPath()]
  return createAutostart({ configFolder: app.getPath('appData'), argv })
}

interface EngineParts {
  readonly window: MainWindow
  readonly demo: Demo | null
  readonly onReplaced: (failure: FailureRecord) => void
}

async function makeEngine({ window, demo, onReplaced }: EngineParts): Promise<Engine> {
  return createEngine({
    dataDir,
    host: 'window',
    defaultDestination: join(app.getPath('downloads'), isDemo ? 'DANDI demo' : 'DANDI'),
    log,
    secrets: createSecrets(keysFile(dataDir)),
    onReplaced,
    notify: noticeOfEnd(window),
    morning: noticeOfNight(window),
    found: noticeOfFinds(window),
    hooksGraceMs: 3000,
    workerUrl: new URL('./worker.js', import.meta.url),
    proxyFor: (url) => session.defaultSession.resolveProxy(url),
    sqliteBinding: process.env.DANDELION_SQLITE_BINDING ?? null,
    environment: process.env,
    surroundings: createSurroundings({ platform: process.platform, power: desktopPower }),
    timer: timerPort({
      platform: process.platform,
      environment: process.env,
      execPath: process.execPath,
      cliFile: join(outFolder, 'main', 'cli.js'),
      isElectron: true,
      dataDir,
    }),
    userAgent: `Dandelion/${app.getVersion()} (desktop)`,
    recover: 'run',
    keepsCatalogue: true,
    keepsSchedules: true,
    attempts: 8,
    ...(demo && { overrides: { instance: demo.instance.name, instances: [demo.instance] } }),
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
