/** Rules for new dandisets in words, for window and terminal alike. */
import type { FollowAction } from '../../main/model/follow.ts'
import { t } from './t.ts'

/** "Fetch one session, the first of the first subject, to /data". */
export function actionText(action: FollowAction): string {
  switch (action.kind) {
    case 'tell':
    case 'watch':
      return t(`follow.action.${action.kind}`)
    case 'fetch':
      return t(`follow.says.${action.sample}`, { folder: action.destination })
    default:
      return action satisfies never
  }
}
