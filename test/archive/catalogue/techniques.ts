const electrophysiology = 'electrophysiological approach'
const microscopy = 'microscopy approach; cell population imaging'
const behavior = 'behavioral approach'

/** Technique and approach that an NWB type in a file implies. */
const implied: Readonly<Record<string, readonly [technique: string, approach: string]>> = {
  ElectricalSeries: [
    'multi electrode extracellular electrophysiology recording technique',
    electrophysiology,
  ],
  Units: ['spike sorting technique', electrophysiology],
  LFP: ['signal filtering technique', electrophysiology],
  ElectrodeGroup: ['surgical technique', electrophysiology],
  CurrentClampSeries: ['current clamp technique', electrophysiology],
  CurrentClampStimulusSeries: ['current clamp technique', electrophysiology],
  VoltageClampSeries: ['voltage clamp technique', electrophysiology],
  TwoPhotonSeries: ['two-photon microscopy technique', microscopy],
  OnePhotonSeries: ['one-photon microscopy technique', microscopy],
  OpticalChannel: ['surgical technique', microscopy],
  ImagingPlane: ['', microscopy],
  PlaneSegmentation: ['', microscopy],
  Position: ['behavioral technique', behavior],
  SpatialSeries: ['behavioral technique', behavior],
  BehavioralEvents: ['behavioral technique', behavior],
  BehavioralTimeSeries: ['behavioral technique', behavior],
  PupilTracking: ['behavioral technique', behavior],
  ProcessingModule: ['analytical technique', ''],
  DecompositionSeries: ['fourier analysis technique', ''],
  OptogeneticSeries: ['', 'optogenetic approach'],
}

export function techniquesOf(types: Iterable<string>) {
  return distinct(types, 0).map((name) => ({ schemaKey: 'MeasurementTechniqueType', name }))
}

export function approachesOf(types: Iterable<string>) {
  return distinct(types, 1).map((name) => ({ schemaKey: 'ApproachType', name }))
}

function distinct(types: Iterable<string>, side: 0 | 1): readonly string[] {
  const names = new Set<string>()
  for (const type of types) {
    const name = implied[type]?.[side] ?? ''
    if (name !== '') names.add(name)
  }
  return [...names]
}
