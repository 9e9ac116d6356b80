import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createFileIndex, type FileIndex } from '../../main/catalog/file-index.ts'
import type { Facet } from '../../main/model/files.ts'
import { everything } from '../../main/model/selection.ts'
import { type AssetRow, entryOf } from '../../main/sources/asset-metadata.ts'

const data = new URL('../../../shared/data/', import.meta.url)
const hasData = existsSync(data)
const missing = hasData ? '' : ' (left out: ../shared/data is not there)'

type Row = AssetRow & { readonly metadata?: Readonly<Record<string, unknown>> }

interface Numbers {
  readonly files: number
  readonly subjects: number
  /** Files without a subject, and without a session. */
  readonly noSubject: number
  readonly noSession: number
  /** Different names of sessions, and different pairs of a subject and a session. */
  readonly sessions: number
  readonly pairs: number
  readonly species: Readonly<Record<string, number>>
  readonly types?: Readonly<Record<string, number>>
}

const mouse = 'Mus musculus - House mouse'
const human = 'Homo sapiens - Human'
const rat = 'Rattus norvegicus - Norway rat'
const rhesus = 'Macaca mulatta - Rhesus monkey'
const worm = 'Caenorhabditis elegans'

/**
 * The drafts of 21 real dandisets. Counted from the raw JSON by a script of its own that shares
 * nothing with the product: pieces `sub-…` and `ses-…` of paths (the last ones), else the
 * participant's and the session's identifier; species by the number in their identifier. The numbers
 * of subjects are also those that the archive states in `assetsSummary`, with two exceptions: it
 * says 19 for 000541 and 4 for 000710, because a draft's summary leaves out assets that were not
 * valid yet; the files name 21 and 6.
 */
const golden: Readonly<Record<string, Numbers>> = {
  '000003': row([101, 16, 0, 0], [101, 101], { [mouse]: 101 }, { nwb: 101 }),
  '000004': row([87, 59, 0, 0], [50, 59], { [human]: 87 }),
  '000006': row([53, 12, 0, 0], [44, 53], { [mouse]: 53 }),
  '000008': row([1328, 266, 0, 0], [1328, 1328], { [mouse]: 1326, '': 2 }),
  '000023': row([318, 56, 0, 0], [318, 318], { [human]: 318 }),
  '000026': row(
    [57_717, 20, 539, 610],
    [5, 42],
    { '': 57_717 },
    {
      ...{ json: 27_702, 'ome.tif': 27_509, 'nii.gz': 779, 'ome.zarr': 567 },
      ...{ m: 441, jpg: 208, tif: 108, marker: 102 },
    },
  ),
  '000027': row([1, 1, 0, 1], [0, 0], { [rat]: 1 }),
  '000029': row(
    [10, 6, 4, 9],
    [1, 1],
    { [mouse]: 3, [rat]: 1, [rhesus]: 1, '': 5 },
    { nwb: 5, other: 4, zarr: 1 },
  ),
  '000045': row([6615, 178, 0, 0], [6615, 6615], { '': 6615 }),
  '000108': row(
    [8084, 5, 2, 3],
    [204, 204],
    { '': 8084 },
    { 'ome.zarr': 4244, json: 3725, jpg: 113, tsv: 2 },
  ),
  '000115': row([57, 4, 0, 0], [57, 57], { [rat]: 57 }),
  '000124': row([0, 0, 0, 0], [0, 0], {}),
  '000126': row([5, 2, 0, 1], [1, 1], { [mouse]: 4, '': 1 }),
  '000140': row([2, 1, 0, 0], [1, 1], { [rhesus]: 2 }),
  '000217': row([1121, 25, 0, 0], [38, 428], { [mouse]: 1121 }),
  '000243': row([5, 1, 2, 5], [0, 0], { '': 5 }),
  '000409': row([1582, 115, 0, 0], [684, 684], { [mouse]: 683, '': 899 }, { mp4: 899, nwb: 683 }),
  '000541': row([21, 21, 0, 0], [6, 21], { [worm]: 21 }),
  '000710': row([6, 6, 0, 6], [0, 0], { [mouse]: 6 }),
  '000776': row([38, 38, 0, 0], [18, 38], { [worm]: 38 }),
  '000939': row([31, 31, 0, 0], [31, 31], { [mouse]: 31 }),
}

function row(
  [files, subjects, noSubject, noSession]: readonly [number, number, number, number],
  [sessions, pairs]: readonly [number, number],
  species: Numbers['species'],
  types?: Numbers['types'],
): Numbers {
  const counts = { files, subjects, noSubject, noSession, sessions, pairs, species }
  return types ? { ...counts, types } : counts
}

function rowsOf(id: string): readonly Row[] {
  for (const name of ['draft.assets.json', 'draft.assets.json.gz', 'draft.reconstructed.json.gz']) {
    const file = new URL(`${id}/${name}`, data)
    if (!existsSync(file)) continue
    const bytes = readFileSync(file)
    return JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()) as Row[]
  }
  throw new Error(`no listing of ${id}`)
}

function indexOf(id: string): FileIndex {
  const index = createFileIndex()
  const entries = rowsOf(id).map((it) => entryOf(it, it.metadata ?? {}))
  index.add(entries.filter((it) => it !== null))
  return index
}

const counts = (facets: readonly Facet[]) =>
  Object.fromEntries(facets.map(({ value, files }) => [value, files]))
const none = (facets: readonly Facet[]) => counts(facets)[''] ?? 0
const named = (facets: readonly Facet[]) => facets.filter(({ value }) => value !== '').length

describe.runIf(hasData || process.env.CI !== undefined)(
  `what real dandisets can be chosen by${missing}`,
  () => {
    it.each(Object.entries(golden))('DANDI:%s is as it was counted by hand', async (id, wanted) => {
      const index = indexOf(id)
      const facets = await index.facets(everything)
      const whole = { offset: 0, limit: 5000 }
      const subjects = await index.subjects({ selection: everything, sort: [], ...whole })
      const matrix = await index.matrix({ selection: everything, subjects: whole, sessions: whole })
      expect({
        files: index.size,
        subjects: named(facets.subject) + facets.more.subject,
        noSubject: none(facets.subject),
        noSession: none(facets.session),
        sessions: named(facets.session) + facets.more.session,
        pairs: subjects.rows.reduce((sum, it) => sum + it.sessions, 0),
        species: counts(facets.species),
      }).toEqual({ ...wanted, types: undefined })
      if (wanted.types) expect(counts(facets.type)).toMatchObject(wanted.types)
      expect(facets.notUnderstood).toEqual([])
      expect(matrix.subjectTotal).toBe(subjects.total)
      expect(subjects.rows.filter(({ id: subject }) => subject !== null).length).toBe(
        wanted.subjects,
      )
    })

    it('ages of DANDI:000023 are all days, none is left aside', async () => {
      const index = indexOf('000023')
      const { rows } = await index.files({
        ...{ selection: everything, sort: [], scope: 'in-sight' },
        ...{ offset: 0, limit: 5000 },
      })
      const ages = rows.map(({ ageDays }) => ageDays?.[0] ?? -1)
      // `P8395.0D` is the youngest written there that occurs 21 times.
      expect(ages.filter((it) => it === 8395)).toHaveLength(21)
      expect(ages.filter((it) => it < 0)).toEqual([])
    })
  },
)
