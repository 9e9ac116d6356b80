// The missing half of a bare Electron: `electron path/to/app` starts that app, as Electron's own
// default app does.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'))
if (folder === undefined) {
  process.stderr.write('electron: give the folder of an app\n')
  app.exit(2)
} else {
  const path = resolve(folder)
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
  // Electron's default app calls the same two; its typings leave them out.
  const host =
    /** @type {Electron.App & { setVersion(v: string): void, setAppPath(p: string): void }} */ (app)
  host.setName(manifest.productName ?? manifest.name)
  host.setVersion(manifest.version ?? '0.0.0')
  host.setAppPath(path)
  await import(pathToFileURL(join(path, manifest.main ?? 'index.js')).href)
}
