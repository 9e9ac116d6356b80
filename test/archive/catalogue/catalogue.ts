import type { Dandiset } from '../tree/model.ts'
import { buildDandiset } from './build.ts'
import { specialStudies } from './special.ts'

/** The built-in dandisets, DANDI:200001 and on: no real one has such a number. */
export function builtInDandisets(): readonly Dandiset[] {
  return [...specialStudies].map(buildDandiset)
}
