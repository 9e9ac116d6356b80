/** Block-style YAML in the order of the keys; items of a list stand under their key's column. */
export function yamlOf(value: unknown): string {
  const lines: string[] = []
  write(lines, value, '', '')
  return `${lines.join('\n')}\n`
}

// `first` starts the first line, `rest` the others: they differ after a dash.
function write(lines: string[], value: unknown, first: string, rest: string): void {
  if (Array.isArray(value) && value.length > 0) {
    for (const [index, item] of value.entries()) {
      write(lines, item, `${index === 0 ? first : rest}- `, `${rest}  `)
    }
    return
  }
  if (isFilledObject(value)) {
    let start = first
    for (const [key, item] of Object.entries(value)) {
      if (item === undefined) continue
      writePair(lines, `${start}${scalar(key)}:`, item, rest)
      start = rest
    }
    return
  }
  lines.push(`${first}${scalar(value)}`)
}

function writePair(lines: string[], head: string, value: unknown, indent: string): void {
  if (Array.isArray(value) && value.length > 0) {
    lines.push(head)
    write(lines, value, indent, indent)
    return
  }
  if (isFilledObject(value)) {
    lines.push(head)
    write(lines, value, `${indent}  `, `${indent}  `)
    return
  }
  lines.push(`${head} ${scalar(value)}`)
}

function isFilledObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length > 0
  )
}

function scalar(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return '[]'
  if (typeof value === 'object') return '{}'
  if (typeof value !== 'string') return String(value)
  return isPlain(value) ? value : quoted(value)
}

function isPlain(text: string): boolean {
  if (!/^[A-Za-z_/(][^\n\t\r\u007f-\uffff]*$/.test(text)) return false
  if (/: |:$| #|\s$/.test(text)) return false
  return !/^(true|false|yes|no|on|off|y|n|null|nan|inf|none)$/i.test(text)
}

function quoted(text: string): string {
  // Single quotes keep everything but line breaks and controls as it is.
  const hasControl = [...text].some((char) => char < ' ' || char === '\u007f')
  return hasControl ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`
}
