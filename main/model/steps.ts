/** Takes the steps of something long to its end, all at once. */
export function takeAll<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
