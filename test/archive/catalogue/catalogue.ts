import type { Dandiset } from '../tree/model.ts'
import { behaviourStudies } from './behaviour.ts'
import { buildDandiset } from './build.ts'
import { extracellularStudies } from './extracellular.ts'
import { humanStudies } from './human.ts'
import { opticalStudies } from './optical.ts'
import { specialStudies } from './special.ts'

/** The built-in dandisets, DANDI:200001 and on: no real one has such a number. */
export function builtInDandisets(): readonly Dandiset[] {
  const studies = [
    ...specialStudies,
    ...extracellularStudies,
    ...opticalStudies,
    ...humanStudies,
    ...behaviourStudies,
  ]
  return studies.map(buildDandiset)
}
