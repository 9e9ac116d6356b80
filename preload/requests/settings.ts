/** How Dandelion is set up. */
import * as z from 'zod'
import type { KeyStatus } from '../../main/model/instance.ts'
import { existingModes, type Settings, settingsBounds } from '../../main/model/settings.ts'
import { doneActs } from '../../main/model/when-done.ts'
import { absolutePath, address, answers, instanceName, path, source, timetable } from './shapes.ts'

const bounded = (bounds: { readonly min: number; readonly max: number }) =>
  z.number().int().min(bounds.min).max(bounds.max)

const settingsPatch = z
  .strictObject({
    destination: absolutePath,
    source,
    existing: z.enum(existingModes),
    preserveTree: z.boolean(),
    filesAtOnce: bounded(settingsBounds.filesAtOnce),
    partsPerFile: bounded(settingsBounds.partsPerFile),
    entriesPerZarr: bounded(settingsBounds.entriesPerZarr),
    connectionsPerHost: bounded(settingsBounds.connectionsPerHost),
    connectionsTotal: bounded(settingsBounds.connectionsTotal),
    speedLimitBytesPerSecond: bounded(settingsBounds.speedLimitBytesPerSecond).nullable(),
    timetable,
    isSlow: z.boolean(),
    slowBytesPerSecond: bounded(settingsBounds.speedLimitBytesPerSecond),
    dataBudget: z
      .strictObject({
        bytes: z.number().int().positive(),
        fromDay: z.number().int().min(1).max(28),
      })
      .nullable(),
    instance: instanceName,
    instances: z
      .array(
        z.strictObject({
          name: instanceName,
          apiUrl: address,
          webUrl: address.nullable(),
          s3Url: address.nullable(),
          webdavUrl: address.nullable(),
          learnt: z.literal(true).optional(),
        }),
      )
      .max(50),
    appearance: z.enum(['system', 'light', 'dark']),
    keepRunning: z.boolean(),
    whenDone: z.enum(doneActs),
    keepsWhenDone: z.boolean(),
  })
  .partial()

export const settingsRequests = {
  'settings.change': answers<Settings>()(settingsPatch),
  'disk.free': answers<{ readonly freeBytes: number }>()(z.strictObject({ folder: path })),
  'key.status': answers<KeyStatus>()(z.strictObject({ instance: instanceName })),
  /** Checked against the instance's API before it is kept. */
  'key.set': answers<KeyStatus>()(
    z.strictObject({ instance: instanceName, key: z.string().min(1).max(200) }),
  ),
  'key.remove': answers<KeyStatus>()(z.strictObject({ instance: instanceName })),
} as const
