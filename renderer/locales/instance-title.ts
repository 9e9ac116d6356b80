import { tIfKnown } from './t.ts'

/** A known archive's name as people say it; of any other the name it was given. */
export function instanceTitle({
  name,
  title,
}: {
  readonly name: string
  readonly title: string
}): string {
  return tIfKnown(`archive.title.${name}`, {}) ?? title
}
