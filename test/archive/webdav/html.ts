import { hrefOf } from './path.ts'
import type { Resource } from './resource.ts'

/** The page of a collection, for people with a browser. */
export function collectionPage(resource: Resource): string {
  const title = `dandidav &#x2014; ${escapeText(resource.path)}`
  const children = [...resource.children()].sort((a, b) => (a.name < b.name ? -1 : 1))
  const rows = children.map(row)
  if (resource.path !== '/') rows.unshift(parentRow(resource.path))
  return `<!DOCTYPE html>
<html>
  <head>
    <title>${title}</title>
    <link rel="stylesheet" type="text/css" href="&#x2F;.static&#x2F;styles.css" />
  </head>
  <body>
    <div class="breadcrumbs">${crumbs(resource.path)}</div>
    <table class="collection">
      <tr><th>Name</th><th>Type</th><th>Size</th><th>Created</th><th>Modified</th></tr>
${rows.join('\n')}
    </table>
    <footer><a href="https:&#x2F;&#x2F;github.com&#x2F;dandi&#x2F;dandidav">dandidav</a>, v0.6.0</footer>
  </body>
</html>
`
}

function crumbs(path: string): string {
  const steps = path.split('/').filter((step) => step !== '')
  const links = steps.map((step, index) => {
    const href = `/${steps.slice(0, index + 1).join('/')}/`
    return `<a href="${escapeText(hrefOf(href))}">${escapeText(step)}</a>`
  })
  return ['<a href="&#x2F;">dandidav</a>', ...links].join(' &#x2F; ')
}

function parentRow(path: string): string {
  const parent = path.replace(/[^/]+\/$/, '')
  const name = `<a href="${escapeText(hrefOf(parent))}">..&#x2F;</a>`
  return cells(name, 'Parent directory', dash, [dash, dash])
}

const dash = '&#x2014;'

function row(resource: Resource): string {
  const href = resource.rowUrl ?? hrefOf(resource.path)
  const name = escapeText(resource.isCollection ? `${resource.name}/` : resource.name)
  const metadata = resource.metadataUrl
    ? ` <a class="metadata-link" href="${escapeText(resource.metadataUrl)}">[metadata]</a>`
    : ''
  const size = resource.sizeBytes ? sizeText(resource.sizeBytes()) : dash
  const times = [timeText(resource.created), timeText(resource.modified)]
  return cells(`<a href="${escapeText(href)}">${name}</a>${metadata}`, resource.type, size, times)
}

function cells(name: string, type: string, size: string, times: readonly string[]): string {
  const all = [name, type, size, ...times].map((it) => `<td>${it}</td>`)
  return `      <tr>${all.join('')}</tr>`
}

function timeText(time: string | undefined): string {
  if (time === undefined) return dash
  const iso = new Date(time).toISOString()
  return `<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')}Z</time>`
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']

function sizeText(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${Number(value.toFixed(2))} ${units[unit]}`
}

function escapeText(text: string): string {
  return text.replace(/[&<>"'/]/g, (char) => `&#x${char.charCodeAt(0).toString(16).toUpperCase()};`)
}
