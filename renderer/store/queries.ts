import { QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { ArchiveRef } from '../../main/model/entry.ts'
import type { Order } from '../../main/model/job.ts'
import type { Selection } from '../../main/model/selection.ts'
import type { Settings } from '../../main/model/settings.ts'
import type { Input, Output, RequestName } from '../../preload/contract.ts'
import { failureFrom, request } from '../bridge.ts'
import { tellFailure } from '../ui/toasts.tsx'
import { onListing, onTransfers } from './signals.ts'

export const queryClient = new QueryClient({
  defaultOptions: {
    // Main retries what is worth a retry; a second layer would only delay the sentence.
    queries: {
      retry: false,
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})

export function useAsked<N extends RequestName>(
  name: N,
  input: Input<N>,
  options: { readonly enabled?: boolean; readonly keep?: boolean } = {},
) {
  const { enabled = true, keep = false } = options
  return useQuery<Output<N>>({
    queryKey: [name, input],
    queryFn: () => request(name, input),
    enabled,
    ...(keep && { placeholderData: (before) => before }),
  })
}

/** A request made by a person; the component tells a failure beside what was done. */
export function useOrder<N extends RequestName>(name: N, done: (answer: Output<N>) => void) {
  return useMutation<Output<N>, Error, Input<N>>({
    mutationFn: (input) => request(name, input),
    onSuccess: done,
  })
}

/** The same where there is no place for a failure: it is told in a toast. */
export async function order<N extends RequestName>(name: N, input: Input<N>): Promise<void> {
  await request(name, input).catch((error) => tellFailure(failureFrom(error)))
}

export const changeSettings = (patch: Partial<Settings>) =>
  order('settings.change', patch as Input<'settings.change'>)

export function useVersion(ref: ArchiveRef, source: Order['source']) {
  const query = useAsked('version.open', { ref: mutable(ref), source })
  const client = useQueryClient()
  const snapshotId = query.data?.snapshotId
  useEffect(() => {
    if (snapshotId === undefined) return
    return onListing((note) => {
      if (note.snapshotId !== snapshotId) return
      const key = ['version.open', { ref, source }]
      void request('version.state', { snapshotId }).then((state) => client.setQueryData(key, state))
      void client.invalidateQueries({ queryKey: ['selection.summary'] })
      void client.invalidateQueries({ queryKey: ['entries.facets'] })
    })
  }, [snapshotId, ref, source, client])
  useEffect(() => {
    if (snapshotId === undefined) return
    return () => {
      void request('version.close', { snapshotId }).catch(() => undefined)
      // Opened again it asks for what is still missing.
      void client.invalidateQueries({ queryKey: ['version.open'], refetchType: 'none' })
    }
  }, [snapshotId, client])
  return query
}

export function useSummary(snapshotId: number, selection: Selection) {
  return useAsked(
    'selection.summary',
    { snapshotId, selection: mutable(selection) },
    { keep: true },
  )
}

export function useTransferDetail(transferId: number | null, jobId: string) {
  const client = useQueryClient()
  useEffect(
    () =>
      onTransfers((changed) => {
        if (changed !== jobId) return
        void client.invalidateQueries({ queryKey: ['transfer.detail', { transferId }] })
      }),
    [transferId, jobId, client],
  )
  return useAsked(
    'transfer.detail',
    { transferId: transferId ?? 0 },
    { enabled: transferId !== null, keep: true },
  )
}

type Mutable<T> = T extends readonly (infer E)[]
  ? Mutable<E>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T

/** zod's input types are mutable; nothing behind the bridge writes to what it is given. */
export function mutable<T>(value: T): Mutable<T> {
  return value as Mutable<T>
}
