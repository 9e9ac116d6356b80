/** Who runs the engine: the window's program, a person's command, or `sync --due`. */
export const hostKinds = ['window', 'terminal', 'due'] as const
export type HostKind = (typeof hostKinds)[number]
