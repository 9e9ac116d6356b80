import { jsonReply, type Reply } from '../call.ts'
import type { Site } from '../site.ts'
import { totalsOf } from '../tree/measure.ts'
import { unauthorized } from './errors.ts'
import { get, type Request, type Route } from './route.ts'

export const infoRoutes: readonly Route[] = [
  get('info/', ({ site }) => jsonReply(200, serverInfo(site))),
  get('stats/', ({ site }) => jsonReply(200, stats(site))),
  get('schemas/available/', () => jsonReply(200, schemaModels)),
  get('schemas/', ({ call }) => schema(call.query.get('model') ?? '')),
  get('auth/token/', token),
  get('users/me/', me),
]

const schemaModels = ['Dandiset', 'Asset', 'PublishedDandiset', 'PublishedAsset']

/** The document of `/api/info/` and of `/server-info`. */
export function serverInfo(site: Site) {
  return {
    schema_version: '0.7.0',
    schema_url: `${site.urls.api}/schemas/?model=Dandiset`,
    allowed_schema_versions: [
      ...['0.4.4', '0.5.1', '0.5.2'],
      ...Array.from({ length: 11 }, (_, minor) => `0.6.${minor}`),
      '0.7.0',
    ],
    version: '1.0.0',
    'cli-minimal-version': site.settings.minimalClientVersion,
    'cli-bad-versions': [],
    'cli-requires-python': '>=3.10',
    instance_config: {
      instance_name: 'DANDI',
      instance_identifier: 'RRID:SCR_017571',
      instance_url: `${site.urls.web}/`,
      doi_prefix: '10.48324',
      licenses: ['spdx:CC0-1.0', 'spdx:CC-BY-4.0'],
    },
    services: {
      api: { url: site.urls.api },
      webui: { url: site.urls.web },
      jupyterhub: { url: 'https://hub.dandiarchive.org' },
    },
  }
}

function stats({ tree }: Site) {
  const open = tree.dandisets.filter((dandiset) => dandiset.embargo === 'OPEN')
  return {
    dandiset_count: open.length,
    published_dandiset_count: open.filter((dandiset) => dandiset.releases.length > 0).length,
    user_count: 1874,
    size: open.reduce((sum, dandiset) => sum + totalsOf(dandiset.draft).sizeBytes, 0),
  }
}

function schema(model: string): Reply {
  if (!schemaModels.includes(model)) {
    return jsonReply(400, { model: [`"${model}" is not a valid choice.`] })
  }
  const dialect = 'https://json-schema.org/draft/2020-12/schema'
  return jsonReply(200, { $schema: dialect, title: model, type: 'object', properties: {} })
}

function token({ account }: Request): Reply {
  return account.kind === 'user' ? jsonReply(200, account.key) : unauthorized()
}

function me({ account }: Request): Reply {
  if (account.kind !== 'user') return unauthorized()
  const name = account.username
  return jsonReply(200, { username: name, name, admin: false, status: 'APPROVED' })
}
