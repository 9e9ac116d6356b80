/** Components of a request's path, or nothing for one that can only be 404. */
export function componentsOf(path: string): readonly string[] | undefined {
  const decoded = decode(path)
  if (decoded === undefined || decoded.includes('\0')) return undefined
  const components: string[] = []
  for (const step of decoded.split('/')) {
    if (step === '' || step === '.') continue
    if (step === '..') components.pop()
    else if (/^\.(bzr|git|nols|svn)$/i.test(step)) return undefined
    else components.push(step)
  }
  return components
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

/** A path as an href: every byte encoded except letters, digits and `- . / _ ~`. */
export function hrefOf(path: string): string {
  return encodeURIComponent(path)
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}
