import { bytesReply, type Handler } from '../call.ts'
import type { Site } from '../site.ts'

export function webdavHandler(_site: () => Site): Handler {
  return () => bytesReply(404, 'text/plain; charset=utf-8', '404\n')
}
