/** The end of a path, which tells folders apart: "…/data/dandi". */
export function lastNames(path: string): string {
  const names = path.split(/[\\/]/).filter(Boolean)
  return names.length <= 2 ? path : `…/${names.slice(-2).join('/')}`
}
