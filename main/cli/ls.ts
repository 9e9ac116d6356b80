import { formatAgo } from '../../renderer/format/time.ts'
import { t } from '../../renderer/locales/t.ts'
import type { Entry } from '../model/entry.ts'
import { factsOf } from '../model/facts.ts'
import type { OpenVersion } from '../model/listing.ts'
import type { Common } from './arguments.ts'
import type { Terminal } from './download.ts'
import { exitCodes } from './exit-codes.ts'
import { unlessInterrupted } from './interrupted.ts'
import { openEngine } from './open-engine.ts'
import { count, formatBytes, sentence } from './print.ts'
import { refsOf } from './refs.ts'

const PAGE = 1000
const why = {
  asked: '',
  'newest-published': ', the newest published',
  'only-draft': ', never published',
}

/** `ls`: what each identifier means now, one line a file. */
export async function ls(
  args: Common & { readonly identifiers: readonly string[] },
  terminal: Terminal,
): Promise<number> {
  const engine = await openEngine({ common: args, ...terminal })
  try {
    let files = 0
    const wait = <T>(work: Promise<T>) => unlessInterrupted(work, terminal.interrupted)
    for (const ref of await wait(refsOf(engine, args.identifiers, args))) {
      const opening = engine['version.open']({ ref: ref as never, source: args.source })
      const opened = await wait(Promise.resolve(opening))
      const { snapshot } = opened
      const version = `${snapshot.version}${why[snapshot.versionChoice]}`
      if (args.json) terminal.out(`${JSON.stringify({ event: 'dandiset', ...snapshot })}\n`)
      else terminal.out(`DANDI:${snapshot.dandisetId} (${version}) ${snapshot.title}\n`)
      tellAge(opened, terminal)
      const { listing } = await wait(engine.complete(opened.snapshotId))
      let bytes = 0
      for (let after = ''; ; ) {
        const page = engine.entries(opened.snapshotId, after, PAGE)
        const last = page.at(-1)
        if (!last) break
        after = last.path
        for (const entry of page) bytes += entry.sizeBytes
        terminal.out(page.map((entry) => (args.json ? jsonLine(entry) : textLine(entry))).join(''))
      }
      files += listing.entries
      if (!args.json)
        terminal.out(
          `${count(listing.entries)}, ${formatBytes(bytes)}, listed by ${listing.source}\n`,
        )
    }
    return files > 0 ? exitCodes.verified : exitCodes.usage
  } finally {
    await engine.close()
  }
}

/** Nobody could be asked whether it still is so. */
function tellAge({ listing: { state, failure, listedAt } }: OpenVersion, { err }: Terminal): void {
  if (state !== 'complete' || failure === null) return
  err(`${t('listing.kept', { age: formatAgo(listedAt, Date.now()) })}. ${sentence(failure)}\n`)
}

function textLine(entry: Entry): string {
  return `${formatBytes(entry.sizeBytes).padStart(9)}  ${entry.path}${entry.kind === 'zarr' ? '/' : ''}\n`
}

function jsonLine(entry: Entry): string {
  const { path, kind, sizeBytes, assetId, checksum, sha256, modifiedAt } = entry
  const subject = factsOf(entry).subject
  return `${JSON.stringify({ event: 'entry', path, kind, sizeBytes, assetId, checksum, sha256, modifiedAt, subject })}\n`
}
