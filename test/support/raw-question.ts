/**
 * "All female mice between P60 and P90 with extracellular recordings, NWB only, at most so much",
 * answered over the raw JSON of the archive. It shares nothing with the program, on purpose.
 */

interface RawAsset {
  readonly path: string
  readonly size: number
  readonly metadata: {
    readonly wasAttributedTo?: readonly {
      readonly schemaKey?: string
      readonly species?: { readonly name?: string }
      readonly sex?: { readonly name?: string }
      readonly age?: { readonly value?: string }
    }[]
  }
}

export interface RawFile {
  readonly dandisetId: string
  readonly path: string
  readonly size: number
}

export async function answerRaw(
  apiUrl: string,
  versions: readonly (readonly [dandisetId: string, version: string])[],
  limitBytes: number,
): Promise<readonly RawFile[]> {
  const answer: RawFile[] = []
  let left = limitBytes
  for (const [dandisetId, version] of versions) {
    const assets = await allAssets(`${apiUrl}/dandisets/${dandisetId}/versions/${version}/assets/`)
    const mine = assets.filter(isMeant)
    mine.sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }))
    for (const { path, size } of mine) {
      if (size > left) continue
      left -= size
      answer.push({ dandisetId, path, size })
    }
  }
  return answer
}

async function allAssets(url: string): Promise<readonly RawAsset[]> {
  const all: RawAsset[] = []
  let next: string | null = `${url}?metadata=true&page_size=10`
  while (next !== null) {
    const response: Response = await fetch(next)
    const page = (await response.json()) as { next: string | null; results: RawAsset[] }
    all.push(...page.results)
    next = page.next
  }
  return all
}

function isMeant({ path, metadata }: RawAsset): boolean {
  const animal = (metadata.wasAttributedTo ?? []).find((one) => one.schemaKey === 'Participant')
  const days = daysOf(animal?.age?.value ?? '')
  return (
    (animal?.species?.name ?? '').startsWith('Mus musculus') &&
    animal?.sex?.name === 'Female' &&
    days >= 60 &&
    days <= 90 &&
    /_(?:[a-z]+\+)*ecephys(?:\+[a-z]+)*\.nwb$/.test(path)
  )
}

/** Of the plain durations that these dandisets use; NaN for everything else, which is in no range. */
function daysOf(duration: string): number {
  const [, count, unit] = /^P(\d+)([DWMY])$/.exec(duration) ?? []
  const days = { D: 1, W: 7, M: 30.44, Y: 365.25 }[unit ?? ''] ?? Number.NaN
  return Number(count) * days
}
