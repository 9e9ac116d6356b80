import { powerMonitor } from 'electron'

/** What Electron tells of the power; on systems that have no better way to ask. */
export const desktopPower = {
  onMains: (): boolean | null => !powerMonitor.onBatteryPower,
  watch(onChange: () => void): () => void {
    powerMonitor.on('on-ac', onChange)
    powerMonitor.on('on-battery', onChange)
    return () => {
      powerMonitor.off('on-ac', onChange)
      powerMonitor.off('on-battery', onChange)
    }
  },
}
