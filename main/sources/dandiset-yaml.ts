import { stringify } from 'yaml'
export function dandisetYaml(metadata: Readonly<Record<string, unknown>>): string {
  return stringify(metadata, { sortMapEntries: true })
}
