import type { ElectronApplication } from 'playwright'

/** The real program's computer wakes up, and its clock says another time; from there it goes on. */
export async function wakeAt(app: ElectronApplication, at: number): Promise<void> {
  await app.evaluate(({ powerMonitor }, time) => {
    const before = Date.now
    const ahead = time - before()
    Date.now = () => before() + ahead
    powerMonitor.emit('resume')
  }, at)
}
