import { type Call, htmlReply, jsonReply, type Reply } from '../call.ts'
import type { Site } from '../site.ts'
import { serverInfo } from './info.ts'

/** What the web application's host answers: its description for clients, and a page for people. */
export function webPage(call: Call, site: Site): Reply | undefined {
  if (call.method !== 'GET' && call.method !== 'HEAD') return undefined
  if (call.path === '/server-info') return jsonReply(200, serverInfo(site))
  if (!/^\/($|dandiset\/)/.test(call.path)) return undefined
  return htmlReply(
    200,
    `<!DOCTYPE html>
<html lang="en">
  <head><title>DANDI Archive</title></head>
  <body><div id="app"></div></body>
</html>
`,
  )
}
