import { utilityProcess } from 'electron'
import type { Instance } from '../model/instance.ts'

export interface Demo {
  readonly instance: Instance
  close(): void
}

/** Starts the local archive beside the window, in a process of its own. */
export function startDemo(cliFile: string, args: readonly string[]): Promise<Demo> {
  const archive = utilityProcess.fork(cliFile, ['archive', '--port', '0', '--json', ...args], {
    stdio: 'pipe',
    serviceName: 'Dandelion demo archive',
  })
  return new Promise((resolve, reject) => {
    let said = ''
    archive.stdout?.on('data', (chunk) => {
      said += String(chunk)
      const line = said.includes('\n') ? said.slice(0, said.indexOf('\n')) : null
      if (line !== null) resolve({ instance: instanceOf(line), close: () => archive.kill() })
    })
    let trouble = ''
    archive.stderr?.on('data', (chunk) => {
      trouble += String(chunk)
    })
    archive.on('exit', (code) => reject(new Error(`the demo archive ended (${code}): ${trouble}`)))
  })
}

function instanceOf(line: string): Instance {
  const { api, web, s3, webdav } = JSON.parse(line) as Record<string, string | null>
  if (!api) throw new Error('the demo archive did not say where it listens')
  return {
    name: 'demo',
    apiUrl: api,
    webUrl: web ?? null,
    s3Url: s3 ?? null,
    webdavUrl: webdav ?? null,
  }
}
