import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Real dandisets with their metadata, where a machine has them beside the repository. */
export const realData = fileURLToPath(new URL('../../../shared/data', import.meta.url))
export const hasRealData = existsSync(realData)
