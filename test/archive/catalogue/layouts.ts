import { bytesContent } from '../content/content.ts'
import { between, pick, type Random, seededRandom } from '../content/random.ts'
import { species } from './species.ts'
import type { FileData, FileSpec, Session, Study, Subject } from './study.ts'

export const kB = 1000
export const MB = 1000 * kB
export const GB = 1000 * MB

const nwb = 'application/x-nwb'

export interface NwbPlan {
  readonly subjects: number
  readonly sessions: number
  /** Smallest and largest size. */
  readonly bytes: readonly [number, number]
  /** As in `behavior+ecephys`. */
  readonly modality: string
  readonly description: string
  /** Files at the end of the list that no release has. */
  readonly newFiles?: number
}

/** The tree that the archive's own organiser makes: a folder a subject, a file a session. */
export function nwbFiles(plan: NwbPlan): (study: Study) => readonly FileSpec[] {
  return (study) => {
    const random = seededRandom(`layout/${study.id}`)
    const files: FileSpec[] = []
    for (let at = 0; at < plan.subjects; at += 1) {
      const subject = subjectOf(study, at, random)
      for (let number = 0; number < plan.sessions; number += 1) {
        const session = sessionOf(study, at * plan.sessions + number, plan.description)
        files.push(nwbFile(study, { subject, session, plan, random }))
      }
    }
    const firstNew = files.length - (plan.newFiles ?? 0)
    return files.map((file, index) => (index < firstNew ? file : { ...file, isNew: true }))
  }
}

interface NwbParts {
  readonly subject: Subject
  readonly session: Session
  readonly plan: NwbPlan
  readonly random: Random
}

function nwbFile(study: Study, { subject, session, plan, random }: NwbParts): FileSpec {
  const [low, high] = plan.bytes
  const name = `sub-${subject.id}_ses-${session.id}_${plan.modality}.nwb`
  return {
    path: `sub-${subject.id}/${name}`,
    data: generated(skewed(random, low, high)),
    encoding: nwb,
    subject,
    session,
    types: study.types,
  }
}

// Most recordings are short and a few are long.
function skewed(random: Random, low: number, high: number): number {
  return Math.round(low + (high - low) * random() ** 3)
}

export function generated(sizeBytes: number, seed?: string): FileData {
  return seed === undefined
    ? { kind: 'generated', sizeBytes }
    : { kind: 'generated', sizeBytes, seed }
}

export function text(value: string): FileData {
  return { kind: 'content', content: bytesContent(value) }
}

export function subjectOf(study: Study, index: number, random: Random): Subject {
  const kind = species[study.species]
  const number = String(index + 1).padStart(2, '0')
  const strain = kind.strains.length > 0 ? kind.strains[index % kind.strains.length] : undefined
  const genotype =
    kind.genotypes.length > 0 ? kind.genotypes[index % kind.genotypes.length] : undefined
  return {
    id: `${kind.prefix}${number}`,
    sex: pick(random, ['M', 'F', 'M', 'F', 'M', 'F', 'U']),
    age: pick<string>(random, kind.ages),
    species: study.species,
    ...(strain === undefined ? {} : { strain }),
    ...(genotype === undefined ? {} : { genotype }),
  }
}

export function sessionOf(study: Study, index: number, description: string): Session {
  const start = new Date(Date.parse(`${study.created}T14:05:00Z`) - (index + 20) * 86_400_000)
  const iso = start.toISOString()
  return { id: iso.slice(0, 10).replaceAll('-', ''), description, start: iso }
}

export interface BidsPlan {
  readonly subjects: number
  /** Folder and suffix with extension, as in `['anat', 'T1w.nii.gz']`. */
  readonly images: readonly (readonly [folder: string, suffix: string])[]
  readonly bytes: readonly [number, number]
}

/** A BIDS data set: images with sidecars, a participants table and a description. */
export function bidsFiles(plan: BidsPlan): (study: Study) => readonly FileSpec[] {
  return (study) => {
    const random = seededRandom(`layout/${study.id}`)
    const subjects = Array.from({ length: plan.subjects }, (_, at) => subjectOf(study, at, random))
    const images = subjects.flatMap((subject) =>
      plan.images.flatMap(([folder, suffix]) =>
        bidsImage(subject, `${folder}/sub-${subject.id}_${suffix}`, between(random, ...plan.bytes)),
      ),
    )
    return [...bidsTop(study, subjects), ...images]
  }
}

function bidsImage(subject: Subject, tail: string, sizeBytes: number): readonly FileSpec[] {
  const path = `sub-${subject.id}/${tail}`
  const sidecar = `${JSON.stringify({ Subject: subject.id, RepetitionTime: 2.4 }, null, 2)}\n`
  const stem = path.replace(/\.(nii\.gz|ome\.tif|edf)$/, '')
  return [
    { path, data: generated(sizeBytes), encoding: encodingOf(path), subject },
    { path: `${stem}.json`, data: text(sidecar), encoding: 'application/json', subject },
  ]
}

function bidsTop(study: Study, subjects: readonly Subject[]): readonly FileSpec[] {
  const description = { Name: study.name, BIDSVersion: '1.9.0', DatasetType: 'raw' }
  const rows = subjects.map((it) => `sub-${it.id}\t${it.sex}\t${it.age ?? 'n/a'}`)
  const table = `participant_id\tsex\tage\n${rows.join('\n')}\n`
  return [
    {
      path: 'dataset_description.json',
      data: text(`${JSON.stringify(description, null, 2)}\n`),
      encoding: 'application/json',
    },
    { path: 'participants.tsv', data: text(table), encoding: 'text/tab-separated-values' },
  ]
}

const encodings: Readonly<Record<string, string>> = {
  nwb,
  json: 'application/json',
  tsv: 'text/tab-separated-values',
  gz: 'application/gzip',
  tif: 'image/tiff',
  mp4: 'video/mp4',
  mkv: 'video/x-matroska',
  avi: 'video/x-msvideo',
  png: 'image/png',
  txt: 'text/plain',
  md: 'text/markdown',
}

/** The MIME type that the uploader would give a file. */
export function encodingOf(path: string): string {
  return encodings[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream'
}
