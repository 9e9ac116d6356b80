/** One name for a species, whatever name it was given beside its identifier. */
import { remembered } from './remembered.ts'

const known: readonly (readonly [taxon: number, label: string, ...others: string[]])[] = [
  [10090, 'Mus musculus - House mouse', 'mouse', 'mice'],
  [9606, 'Homo sapiens - Human'],
  [10116, 'Rattus norvegicus - Norway rat', 'rat', 'rats', 'brown rat'],
  [9544, 'Macaca mulatta - Rhesus monkey', 'rhesus macaque', 'rhesus'],
  [9541, 'Macaca fascicularis - Crab-eating macaque', 'cynomolgus monkey', 'long-tailed macaque'],
  [9483, 'Callithrix jacchus - Common marmoset', 'marmoset', 'white-tufted-ear marmoset'],
  [6239, 'Caenorhabditis elegans', 'c. elegans', 'roundworm'],
  [7227, 'Drosophila melanogaster - Fruit fly', 'common fruit fly', 'vinegar fly'],
  [7955, 'Danio rerio - Zebrafish', 'zebra fish'],
]

const byTaxon = new Map(known.map(([taxon, label]) => [taxon, label]))
const byName = new Map(
  known.flatMap(([, label, ...others]) =>
    [label, ...label.split(' - '), ...others].map((name) => [name.toLowerCase(), label] as const),
  ),
)

/**
 * By its identifier in the NCBI taxonomy (a URL or `NCBITaxon:10090`) where that is known here, else
 * by its name; a name that is not known stays as it is. `Rat; norway rat; rats` counts as its parts.
 */
export function speciesOf(name: string | null, identifier: string | null): string | null {
  const taxon = /(?:NCBITaxon[_:]|[?&]id=)(\d+)/i.exec(identifier ?? '')?.[1]
  const label = taxon === undefined ? undefined : byTaxon.get(Number(taxon))
  return label ?? (name === null ? null : namedSpecies(name))
}

const namedSpecies = remembered((name: string): string => {
  const parts = name.split(';').map((part) => byName.get(part.trim().toLowerCase()))
  return parts.find((label) => label !== undefined) ?? name.trim()
})
