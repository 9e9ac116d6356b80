import type {
  KnownDandiset,
  ListedDandiset,
  ListedVersion,
  VersionStudy,
} from '../../main/model/catalogue-facts.ts'

export function study(patch: Partial<VersionStudy> = {}): VersionStudy {
  return {
    species: [],
    approaches: [],
    techniques: [],
    standards: [],
    licenses: [],
    keywords: [],
    subjects: null,
    doi: null,
    ...patch,
  }
}

export function listedVersion(patch: Partial<ListedVersion> = {}): ListedVersion {
  return {
    version: 'draft',
    title: 'A title',
    files: 1,
    sizeBytes: 1,
    status: 'Valid',
    createdAt: 0,
    modifiedAt: 0,
    ...patch,
  }
}

interface Studies {
  readonly published?: VersionStudy
  readonly draft?: VersionStudy
}

/** A dandiset with the versions that are given, and a draft in any case. */
export function dandiset(
  id: string,
  { published, draft }: Studies,
  patch: Partial<ListedDandiset> = {},
): KnownDandiset {
  const listed: ListedDandiset = {
    id,
    embargoed: false,
    contact: '',
    createdAt: 0,
    modifiedAt: 0,
    stars: 0,
    published: published ? listedVersion({ version: '0.210101.0000' }) : null,
    draft: listedVersion(),
    ...patch,
  }
  return { listed, published: published ?? null, draft: draft ?? null }
}
