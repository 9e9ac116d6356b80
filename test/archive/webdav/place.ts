import { yamlOf } from '../content/yaml.ts'
import type { Site } from '../site.ts'
import { versionDocument } from '../tree/documents.ts'
import type { Dandiset, Version } from '../tree/model.ts'
import { noChildren, type Resource } from './resource.ts'

/** A version under one of its addresses; `base` is the version's path with a slash at its end. */
export interface Place {
  readonly site: Site
  readonly dandiset: Dandiset
  readonly version: Version
  readonly base: string
}

export function versionUrl({ site, dandiset, version }: Place): string {
  return `${site.urls.api}/dandisets/${dandiset.id}/versions/${version.name}/`
}

/** The version's metadata as a file that no asset has. */
export function yamlResource({ site, dandiset, version, base }: Place): Resource {
  const text = () => yamlOf(versionDocument(dandiset, version, site.urls))
  return {
    path: `${base}dandiset.yaml`,
    name: 'dandiset.yaml',
    isCollection: false,
    type: 'Version metadata',
    sizeBytes: () => Buffer.byteLength(text()),
    contentType: 'text/yaml; charset=utf-8',
    text,
    children: noChildren,
  }
}
