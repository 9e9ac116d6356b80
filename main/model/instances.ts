import type { Instance } from './instance.ts'

/**
 * The deployments that every `dandi` client knows. Buckets other than DANDI's are learnt from an
 * asset's `contentUrl`; DANDI's public WebDAV service was switched off in August 2026.
 */
export const builtInInstances: readonly Instance[] = [
  {
    ...known('dandi', 'https://api.dandiarchive.org/api', 'https://dandiarchive.org'),
    s3Url: 'https://dandiarchive.s3.amazonaws.com',
  },
  known(
    'dandi-sandbox',
    'https://api.sandbox.dandiarchive.org/api',
    'https://sandbox.dandiarchive.org',
  ),
  known('linc', 'https://api.lincbrain.org/api', 'https://lincbrain.org'),
  known('linc-staging', 'https://staging-api.lincbrain.org/api', 'https://staging.lincbrain.org'),
  known('ember-dandi', 'https://api-dandi.emberarchive.org/api', 'https://dandi.emberarchive.org'),
  known(
    'ember-dandi-sandbox',
    'https://api-dandi.sandbox.emberarchive.org/api',
    'https://dandi.sandbox.emberarchive.org',
  ),
  known('dandi-api-local-docker-tests', 'http://localhost:8000/api', 'http://localhost:8085'),
]

function known(name: string, apiUrl: string, webUrl: string): Instance {
  return { name, apiUrl, webUrl, s3Url: null, webdavUrl: null }
}

/** The environment variable that holds an instance's key, as the `dandi` client spells it. */
export function apiKeyVariable(instanceName: string): string {
  return `${instanceName.toUpperCase().replaceAll('-', '_')}_API_KEY`
}

/** The built-in instances and a person's own; own addresses win over built-in ones of the name. */
export function allInstances(own: readonly Instance[]): readonly Instance[] {
  const names = new Set(own.map((instance) => instance.name))
  return [...builtInInstances.filter((instance) => !names.has(instance.name)), ...own]
}
