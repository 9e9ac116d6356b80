/** When a presigned URL ends, ms since 1970; null when it carries no signature or no term. */
export function expiryOf(url: string): number | null {
  if (!URL.canParse(url)) return null
  const query = new URL(url).searchParams
  const seconds = Number(query.get('X-Amz-Expires') ?? Number.NaN)
  const date = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Amz-Date') ?? '')
  if (date === null || !Number.isFinite(seconds)) return null
  const [, year, month, day, hour, minute, second] = date.map(Number)
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second) + seconds * 1000
}
