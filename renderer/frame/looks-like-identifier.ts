/** An address or an id rather than words to look for. */
export function looksLikeIdentifier(text: string): boolean {
  const trimmed = text.trim()
  if (trimmed.includes('\n')) return true
  if (/^(?:https?|s3|dandi|dandelion):\/\//i.test(trimmed)) return true
  if (/^(?:[a-z-]+:)?\d{1,6}(?:[/@].*)?$/i.test(trimmed)) return true
  return /^(?:doi:|10\.\d{4,}\/|dandi download\b|dandiarchive\.org)/i.test(trimmed)
}
