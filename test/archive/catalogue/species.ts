/** A species as the archive names it, with what its subjects may be. */
export interface Species {
  readonly taxon: number
  readonly name: string
  readonly prefix: string
  readonly strains: readonly string[]
  readonly genotypes: readonly string[]
  /** ISO 8601 durations. */
  readonly ages: readonly [string, ...string[]]
}

export const species = {
  mouse: {
    taxon: 10090,
    name: 'Mus musculus - House mouse',
    prefix: 'M',
    strains: ['C57BL/6J', 'B6;129S', 'FVB/NJ'],
    genotypes: ['wt/wt', 'PV-Cre/wt', 'SST-IRES-Cre/wt', 'Ai148(TIT2L-GC6f-ICL-tTA2)/wt'],
    ages: ['P63D', 'P70D', 'P84D', 'P12W', 'P16W', 'P5M'],
  },
  rat: {
    taxon: 10116,
    name: 'Rattus norvegicus - Norway rat',
    prefix: 'R',
    strains: ['Long-Evans', 'Sprague Dawley', 'Lister Hooded'],
    genotypes: ['WT', 'LE-Tg(TH-Cre)3.1Deis'],
    ages: ['P90D', 'P120D', 'P6M', 'P12M'],
  },
  human: {
    taxon: 9606,
    name: 'Homo sapiens - Human',
    prefix: 'P',
    strains: [],
    genotypes: [],
    ages: ['P19Y', 'P27Y', 'P34Y', 'P41Y', 'P58Y', 'P63Y6M'],
  },
  macaque: {
    taxon: 9544,
    name: 'Macaca mulatta - Rhesus monkey',
    prefix: 'monkey-',
    strains: [],
    genotypes: [],
    ages: ['P7Y', 'P9Y', 'P11Y'],
  },
  marmoset: {
    taxon: 9483,
    name: 'Callithrix jacchus - Common marmoset',
    prefix: 'CJ',
    strains: [],
    genotypes: [],
    ages: ['P2Y3M', 'P4Y'],
  },
  fly: {
    taxon: 7227,
    name: 'Drosophila melanogaster - Fruit fly',
    prefix: 'fly',
    strains: ['Canton-S'],
    genotypes: ['R58E02-GAL4>UAS-jGCaMP8m', 'SS00096>UAS-jGCaMP7f', 'w[1118]'],
    ages: ['P1D/P3D', 'P4D', 'P5D'],
  },
  zebrafish: {
    taxon: 7955,
    name: 'Danio rerio - Zebra fish',
    prefix: 'fish',
    strains: ['Tübingen', 'mitfa-/- (nacre)'],
    genotypes: ['Tg(elavl3:H2B-GCaMP6f)', 'Tg(gad1b:GAL4);Tg(UAS:NTR-mCherry)'],
    ages: ['P5D', 'P6D', 'P7D'],
  },
  worm: {
    taxon: 6239,
    name: 'Caenorhabditis elegans - Roundworm',
    prefix: 'worm',
    strains: ['OH16230', 'N2'],
    genotypes: ['otIs670[NeuroPAL];otIs672[panneuronal GCaMP6s]'],
    ages: ['P2D', 'P3D'],
  },
  gerbil: {
    taxon: 10047,
    name: 'Meriones unguiculatus',
    prefix: 'G',
    strains: [],
    genotypes: [],
    ages: ['P45D', 'P90D/'],
  },
  wasp: {
    taxon: 30207,
    name: 'Polistes fuscatus',
    prefix: 'wasp',
    strains: [],
    genotypes: [],
    ages: ['P20D'],
  },
} as const satisfies Readonly<Record<string, Species>>

export type SpeciesKey = keyof typeof species

export function speciesObject(key: SpeciesKey) {
  return {
    schemaKey: 'SpeciesType',
    identifier: `http://purl.obolibrary.org/obo/NCBITaxon_${species[key].taxon}`,
    name: species[key].name,
  }
}
