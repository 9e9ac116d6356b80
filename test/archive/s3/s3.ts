import { type Call, emptyReply, type Handler, type Reply } from '../call.ts'
import type { Site } from '../site.ts'
import { commonHeaders, s3Error } from './errors.ts'
import { getObject } from './get-object.ts'
import { listObjects } from './list-objects.ts'

/** The bucket, at the root of its own port. */
export function s3Handler(site: () => Site): Handler {
  return (call) => withOrigin(call, answer(call, site()))
}

function answer(call: Call, site: Site): Reply {
  if (call.method === 'OPTIONS') return preflight()
  if (call.method !== 'GET' && call.method !== 'HEAD') {
    const fields = { Method: call.method, ResourceType: 'OBJECT' }
    const message = 'The specified method is not allowed against this resource.'
    return s3Error(405, 'MethodNotAllowed', message, { fields })
  }
  // Tools that insist on a bucket in the path take the top folder for one.
  const [, top] = /^\/(blobs|zarr)\/?$/.exec(call.path) ?? []
  if (top !== undefined && call.method === 'GET') return listObjects(call, site, `${top}/`)
  if (call.path !== '/') return getObject(call, site)
  if (call.method === 'HEAD') return headBucket()
  if (call.headers.authorization !== undefined) {
    return s3Error(400, 'InvalidArgument', 'Unsupported Authorization Type')
  }
  if (call.query.has('versions')) {
    const message = 'A header you provided implies functionality that is not implemented'
    return s3Error(501, 'NotImplemented', message)
  }
  return listObjects(call, site)
}

function headBucket(): Reply {
  return emptyReply(200, { ...commonHeaders(), 'x-amz-bucket-region': 'us-east-2' })
}

function preflight(): Reply {
  return emptyReply(200, {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'GET, HEAD, PUT, POST, DELETE',
    'Access-Control-Max-Age': '3000',
  })
}

function withOrigin(call: Call, reply: Reply): Reply {
  if (call.headers.origin === undefined) return reply
  const cors = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'ETag' }
  return { ...reply, headers: { ...reply.headers, ...cors } }
}
