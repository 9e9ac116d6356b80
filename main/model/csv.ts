/** One line of CSV after RFC 4180, its end included. */
export function csvLine(fields: readonly (string | number | boolean | null)[]): string {
  return `${fields.map(field).join(',')}\r\n`
}

function field(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const safe = guarded(value)
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A spreadsheet would run a text that begins so; with an apostrophe before it, it stays a text. */
function guarded(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}
