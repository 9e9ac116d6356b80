/** What a window asks of the files of a version, and what it gets. */
import type { FacetField, FileFacts } from './facts.ts'

/** One file or Zarr as a list shows it. */
export interface FileRow extends FileFacts {
  /** Last segment of the path. */
  readonly name: string
  readonly assetId: string | null
  readonly digest: string | null
  readonly chosen: boolean
}

export const fileColumns = [
  'path',
  'name',
  'subject',
  'session',
  'modality',
  'dataType',
  'type',
  'species',
  'sex',
  'age',
  'genotype',
  'technique',
  'approach',
  'variable',
  'sizeBytes',
  'modifiedAt',
] as const
export type FileColumn = (typeof fileColumns)[number]

export const subjectColumns = [
  'id',
  'species',
  'sex',
  'age',
  'genotype',
  'sessions',
  'files',
  'sizeBytes',
] as const
export type SubjectColumn = (typeof subjectColumns)[number]

/** Rows without a value come last in both directions; equal rows are in the order of their paths or ids. */
export interface Sort<Column extends string> {
  readonly by: Column
  readonly descending: boolean
}

/** A stretch of a longer list. */
export interface Stretch {
  readonly offset: number
  readonly limit: number
}

export interface Page<Row> {
  readonly rows: readonly Row[]
  /** Of the whole list. */
  readonly total: number
}

export interface Facet {
  /** `''` stands for files in which nothing is stated. */
  readonly value: string
  readonly files: number
  readonly sizeBytes: number
}

/**
 * The values of each field as people count (2 before 10), `''` last, with what is left of each
 * under all conditions of the filter on other fields. A value that is asked for stays with 0 files.
 */
export interface Facets extends Readonly<Record<FacetField, readonly Facet[]>> {
  /** How many values of a field are not told, since others have as many files or more. */
  readonly more: Readonly<Record<FacetField, number>>
  /** What metadata say that could not be read as what it should be; counted under the whole filter. */
  readonly notUnderstood: readonly NotUnderstood[]
}

export interface NotUnderstood {
  readonly field: 'age'
  /** As written. */
  readonly value: string
  readonly files: number
}

/** One subject with what its files in sight say. Where they disagree, values are joined by `, `. */
export interface SubjectRow {
  /** null: the files without a subject. */
  readonly id: string | null
  readonly species: string | null
  readonly sex: string | null
  /** As written. */
  readonly age: string | null
  /** From the youngest to the oldest; null when unknown. The end may be `Infinity`. */
  readonly ageDays: readonly [from: number, to: number] | null
  readonly genotype: string | null
  readonly sessions: number
  readonly modalities: readonly string[]
  readonly files: number
  readonly sizeBytes: number
  readonly chosenFiles: number
}

/** Subjects × sessions with what is in sight of each; a stretch of both. */
export interface Matrix {
  /** Of the rows asked for; null: files without a subject, last. */
  readonly subjects: readonly (string | null)[]
  readonly subjectTotal: number
  /** Labels of sessions or, as `1`, `2`, …, their places within each subject; `''`: no session, last. */
  readonly columns: readonly string[]
  readonly columnTotal: number
  /** `sessions` when the same labels come again in other subjects, as BIDS' `ses-01` do. */
  readonly columnsAre: 'sessions' | 'ordinals'
  /** Cells without a file in sight are left out. */
  readonly cells: readonly MatrixCell[]
}

export interface MatrixCell {
  /** Index into the whole list of subjects, and of columns. */
  readonly row: number
  readonly column: number
  readonly session: string | null
  readonly files: number
  readonly sizeBytes: number
  readonly modalities: readonly string[]
  readonly chosenFiles: number
}

export interface SelectionSummary {
  readonly files: number
  readonly sizeBytes: number
  readonly subjects: number
  /** What the filter leaves, chosen or not. */
  readonly inSight: { readonly files: number; readonly sizeBytes: number }
  /** Globs of `include` and `exclude` that no path of the version matches. */
  readonly idleGlobs: readonly string[]
}
