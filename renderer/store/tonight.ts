import { useEffect, useId, useState } from 'react'
import { noConditions } from '../../main/model/conditions.ts'
import type { ScheduleDraft } from '../../main/model/schedule.ts'
import { request } from '../bridge.ts'
import { mutable, queryClient, useAsked } from './queries.ts'

/** A form that is typed in is looked at when the hand rests. */
const REST_MS = 400

/** What the next run would do; the look ends with the component. */
export function useTonight(id: string | null, draft: ScheduleDraft, enabled: boolean) {
  const lookId = useId()
  // Neither says anything of what would be fetched.
  const asked = useRested({ ...draft, name: '', conditions: noConditions })
  useEffect(
    () => () => {
      void request('schedules.tonight.stop', { lookId }).catch(() => undefined)
      queryClient.removeQueries({ queryKey: ['schedules.tonight'] })
    },
    [lookId],
  )
  return useAsked(
    'schedules.tonight',
    { lookId, id, draft: mutable(asked) },
    { enabled, keep: true },
  )
}

/** The value as it was when it last stayed the same for a while. */
function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value)
  const key = JSON.stringify(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(JSON.parse(key)), REST_MS)
    return () => clearTimeout(timer)
  }, [key])
  return rested
}
