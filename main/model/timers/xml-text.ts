const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

/** Text as it stands between tags or within quotes. */
export function xmlText(text: string): string {
  return text.replace(/[&<>"]/g, (each) => entities[each] ?? each)
}
