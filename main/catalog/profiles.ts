/** What a row says of its subject and session, as one code: most rows say what others say as well. */
import type { Labels } from './labels.ts'

export const profileColumns = [
  'subject',
  'session',
  'species',
  'sex',
  'age',
  'genotype',
  'modality',
] as const
export type ProfileColumn = (typeof profileColumns)[number]

export interface Profiles {
  /** Takes what the columns say of the row. */
  set(row: number): void
  /** By row; replaced when it grows. */
  readonly codes: Uint32Array
  readonly size: number
  /** By profile, the column's code. */
  readonly columns: Readonly<Record<ProfileColumn, readonly number[]>>
}

export function createProfiles(labels: Readonly<Record<ProfileColumn, Labels>>): Profiles {
  const known = new Map<string, number>()
  const columns = {
    subject: [] as number[],
    session: [] as number[],
    species: [] as number[],
    sex: [] as number[],
    age: [] as number[],
    genotype: [] as number[],
    modality: [] as number[],
  }
  let codes = new Uint32Array(1024)

  function codeOf(row: number): number {
    const own = profileColumns.map((column) => labels[column].codes[row] ?? 0)
    const text = own.join(' ')
    const found = known.get(text)
    if (found !== undefined) return found
    for (const [at, column] of profileColumns.entries()) columns[column].push(own[at] ?? 0)
    known.set(text, known.size)
    return known.size - 1
  }

  return {
    set(row) {
      if (row >= codes.length) {
        const larger = new Uint32Array(codes.length * 2)
        larger.set(codes)
        codes = larger
      }
      codes[row] = codeOf(row)
    },
    get codes() {
      return codes
    },
    get size() {
      return known.size
    },
    columns,
  }
}
