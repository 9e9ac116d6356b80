import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { mergeRepeatedSignals } from '../../build/setup/attached.mjs'

const start = fileURLToPath(new URL('../../build/start.mjs', import.meta.url))

test.runIf(process.platform === 'linux')(
  'without a display npm start says so in one line that names the terminal command',
  () => {
    const { DISPLAY: _, WAYLAND_DISPLAY: __, ...env } = process.env
    const { status, stdout, stderr } = spawnSync(process.execPath, [start], {
      env,
      encoding: 'utf8',
    })
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^[^\n]*npm run -s cli -- --help\n$/)
  },
)

test('one press of Ctrl-C that arrives twice is one signal', () => {
  const emit = process.emit
  let count = 0
  const listener = () => {
    count += 1
  }
  process.on('SIGINT', listener)
  try {
    mergeRepeatedSignals()
    process.emit('SIGINT')
    process.emit('SIGINT')
    expect(count).toBe(1)
  } finally {
    process.off('SIGINT', listener)
    process.emit = emit
  }
})
