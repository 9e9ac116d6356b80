const alwaysFine = ['https://doi.org', 'https://neurosift.app']

/** Web pages that the window may open in the browser: those of archives, DOIs, and neurosift. */
export function mayBrowse(url: string, webUrls: readonly (string | null)[]): boolean {
  if (!URL.canParse(url)) return false
  const { origin, protocol, username, password } = new URL(url)
  if ((protocol !== 'https:' && protocol !== 'http:') || username !== '' || password !== '')
    return false
  const archives = webUrls.filter((it): it is string => it !== null && URL.canParse(it))
  return [...alwaysFine, ...archives].some((it) => new URL(it).origin === origin)
}
