import { describe, expect, it } from 'vitest'
import { parseCommand } from '../../main/cli/arguments.ts'
import { Failure } from '../../main/model/failure.ts'

function said(...argv: readonly string[]): string {
  try {
    parseCommand(argv, '/home/me')
  } catch (error) {
    if (error instanceof Failure && error.code === 'input.invalid')
      return String(error.details.said)
    throw error
  }
  return ''
}

describe('a command line that cannot be meant', () => {
  it.each<[readonly string[], RegExp]>([
    [
      ['fetch', '000027'],
      /“fetch” is no command; there are ls, download, sync, schedules, follow, verify, jobs, archive/,
    ],
    [['download'], /download needs an identifier, such as DANDI:000027/],
    [['schedules', 'add'], /needs identifiers, or --cart FILE, or --search NAME/],
    [
      ['schedules', 'report', '--date', 'monday'],
      /--date takes .*2026-11-22; it cannot be “monday”/,
    ],
    [['schedules', 'add', '000027', '--search', 'Mice'], /one of the three/],
    [
      ['schedules', 'add', '--search', 'Mice', '--most', '0'],
      /--most takes 1 to 999; it cannot be “0”/,
    ],
    [['follow', 'add'], /follow add needs a question/],
    [
      ['follow', 'add', 'x', '--fetch', 'y', '--sample', 'all'],
      /--sample takes .*; it cannot be “all”/,
    ],
    [['ls'], /ls needs an identifier/],
    [['sync'], /sync needs an identifier/],
    [['sync', 'my.dandicart'], /no cart file such as “my.dandicart”/],
    [['sync', 'x', '--remove', 'all'], /--remove takes keep, trash, delete.*; it cannot be “all”/],
    [
      ['sync', 'x', '--max-fetch', 'much'],
      /--max-fetch takes bytes, or a size.*; it cannot be “much”/,
    ],
    [['sync', 'x', '--max-removed', '-1'], /max-removed/],
    [['sync', 'x', '--existing', 'skip'], /Unknown option '--existing'/],
    [['schedules', 'add', 'x', '--hours', '8-18 1MB'], /--hours takes .*; it cannot be “8-18 1MB”/],
    [
      ['schedules', 'add', 'x', '--hours', '8:00-18:00 9kB'],
      /--hours takes .*; it cannot be “9kB”/,
    ],
    [['schedules', 'add', 'x', '--limit', 'fast'], /--limit takes .*; it cannot be “fast”/],
    [['sync', 'x', '--due'], /“x” does not go with --due: the schedules say what is fetched/],
    [['sync', '--due', '-o', 'd'], /Unknown option '-o'/],
    [['schedules', 'timer', 'start'], /timer has no “start”; there are show, install, remove/],
    [['jobs', '--wait=soon'], /--wait takes a whole number.*; it cannot be “soon”/],
    [['verify'], /verify needs a folder/],
    [['verify', 'a', 'b'], /verify takes one folder; “b” is one too many/],
    [
      ['download', 'x', '--existing', 'maybe'],
      /--existing takes error, skip,.*; it cannot be “maybe”/,
    ],
    [
      ['download', 'x', '--source', 'ftp'],
      /--source takes auto, api, s3, webdav.*; it cannot be “ftp”/,
    ],
    [['download', 'x', '--path-type', 're'], /--path-type takes exact, glob.*; it cannot be “re”/],
    [
      ['download', 'x', '--download', 'x'],
      /--download takes all, assets, dandi.*; it cannot be “x”/,
    ],
    [['download', 'x', '--download', ''], /--download takes .*; it cannot be “”/],
    [['download', 'x', '-J', '0'], /--jobs takes N or N:M, N from 1 to 32.*; it cannot be “0”/],
    [['download', 'x', '-J', '4:0'], /--jobs takes .*; it cannot be “4:0”/],
    [['download', 'x', '-J', '4:65'], /--jobs takes .*M from 1 to 64; it cannot be “4:65”/],
    [['sync', 'x', '-J', '1:100'], /--jobs takes .*M from 1 to 64; it cannot be “1:100”/],
    [['download', 'x', '-J', '33'], /--jobs takes .*; it cannot be “33”/],
    [['download', 'x', '-J', '-1'], /'-J, --jobs <value>' argument is ambiguous|jobs/],
    [['download', 'x', '-J', 'many'], /--jobs takes .*; it cannot be “many”/],
    [['download', 'x', '--s3-url', 'bucket'], /--s3-url takes http.*; it cannot be “bucket”/],
    [
      ['download', 'x', '--webdav-url', 'ftp://x'],
      /--webdav-url takes .*; it cannot be “ftp:\/\/x”/,
    ],
    [['download', 'x', '--nonsense'], /Unknown option '--nonsense'/],
    [['download', 'x', '--json=1'], /'--json' does not take an argument/],
    [['download', 'x', '-o'], /'-o, --output-dir <value>' argument missing/],
    [['ls', 'x', '--existing', 'skip'], /Unknown option '--existing'/],
    [['download', 'x', '--api-key', 'secret'], /Unknown option '--api-key'/],
  ])('%j is told what is wrong with it', (argv, sentence) => {
    expect(said(...argv)).toMatch(sentence)
  })

  it('never repeats node’s advice about its own parser', () => {
    expect(said('download', 'x', '--nonsense')).not.toMatch(/positional|To specify/)
  })
})
