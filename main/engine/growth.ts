/** How often a window is told that a list grew. */
const growthMs = 250

/** Tells the first growth at once, later ones together. */
export function createGrowth(tell: () => void) {
  let timer: NodeJS.Timeout | undefined
  let isTold = false
  return {
    touch(): void {
      if (!isTold) {
        isTold = true
        tell()
        return
      }
      timer ??= setTimeout(() => {
        timer = undefined
        tell()
      }, growthMs)
    },
    close: () => clearTimeout(timer),
  }
}
