/** How often a window is told that a list grew, at first. */
const growthMs = 250
/** What a window asks after each telling costs more the longer the list is, and is asked less often. */
const shareOfTheTime = 0.1
const rarestMs = 2000

/** Tells the first growth at once, later ones together. */
export function createGrowth(tell: () => void) {
  let began = 0
  let timer: NodeJS.Timeout | undefined
  let isTold = false

  function pauseMs(): number {
    const elapsedMs = performance.now() - began
    return Math.min(rarestMs, Math.max(growthMs, elapsedMs * shareOfTheTime))
  }

  return {
    touch(): void {
      if (!isTold) {
        isTold = true
        began = performance.now()
        tell()
        return
      }
      timer ??= setTimeout(() => {
        timer = undefined
        tell()
      }, pauseMs())
    },
    close: () => clearTimeout(timer),
  }
}
