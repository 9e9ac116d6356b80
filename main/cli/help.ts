const overview = `Dandelion: fetch and verify recordings of the DANDI Archive

  dandelion download ID…   fetch dandisets, folders, subjects or files
  dandelion ls ID…         list what an identifier means
  dandelion sync ID… -o DIR  keep a folder in step with a dandiset
  dandelion sync --due     run what schedules and rules are due for
  dandelion verify FOLDER  compare files on disk with their digests
  dandelion jobs           what was ordered, and how far it is
  dandelion schedules …    fetch again at set times, within a window
  dandelion follow …       be told of new dandisets
  dandelion archive        serve a local DANDI archive to try things on

An ID is what you would paste: DANDI:000027, 000027/0.210831.2033, a DOI, a link to
a dandiset, folder or file at dandiarchive.org, dandi://…, an asset or S3 address.

  dandelion help COMMAND   tells the options of a command
`

const common = `  -i, --instance NAME|URL  where an ID without a host is looked up   [dandi]
      --source SOURCE      auto, api, s3 or webdav                    [auto]
      --s3-url URL         the bucket, where it cannot be learnt
      --webdav-url URL     the WebDAV service of the instance
      --path-type TYPE     exact, or glob: paths are patterns         [exact]
      --data-dir DIR       where jobs and progress are remembered
      --wait[=MINUTES]     wait while another Dandelion has the data folder
      --json               JSON lines, nothing else on standard output
`

const byCommand: Readonly<Record<string, string>> = {
  download: `dandelion download ID…|CART.dandicart… [options]

  -o, --output-dir DIR     where files go                             [.]
  -e, --existing MODE      error, skip, overwrite, overwrite-different
                           or refresh; a file whose digest matches is
                           always left as it is                       [error]
  -J, --jobs N[:M]         N files at once (1 to 32), and of each M entries of
                           a Zarr (1 to 64) or parts of a file (16 at most)
      --subject ID         only this subject; may be repeated
      --include GLOB       only paths that match; may be repeated
      --exclude GLOB       not these paths; may be repeated
      --zarr-keep KEYS     of each Zarr only these entries and the
                           metadata above them: 3/ for a level, .zattrs
                           for a file; separated by commas
      --slow               with the limit of slow mode
      --preserve-tree      keep full paths for parts of a dandiset too
      --layout LAYOUT      archive, flat, or a template such as
                           {species}/{subject}/{session}/{name}    [archive]
      --names MODE         keep, or adapt names that this disk cannot
                           hold and names that come twice             [keep]
      --reuse MODE         copy or link what was fetched before, or
                           none; none with a --source of its own      [copy]
      --download WHAT      assets, dandiset.yaml or all               [all]
      --cart MEANING       of a cart file: rules, what they choose now; or
                           saved, only files that are still the same  [rules]
      --dry-run            tell what would be done, and stop
${common}
The API key is read from <INSTANCE>_API_KEY (DANDI_API_KEY, …) or DANDELION_API_KEY.

Exit codes: 0 all verified · 1 some failed · 2 usage, or there is no such thing
3 unreachable or not permitted · 4 disk · 130 interrupted; give the same command
again to go on.
`,
  sync: `dandelion sync ID… -o DIR [options]
dandelion sync --due [--json] [--wait[=MINUTES]]

Brings what is new, changed and renamed; nothing that you put or changed there is
ever replaced or removed. The folder is marked with a small file, so that a disk
that is not connected is never taken for an empty folder.

      --remove MODE        of files that are gone in the archive: keep, trash
                           (.dandelion-trash in the folder) or delete [keep]
      --trash-days N       days until the trash of a run is emptied   [30]
      --newest WHERE       where a newer published version goes: replace, or
                           beside (a folder a version)             [replace]
      --plan               tell what would be done, and stop
      --max-removed N      ask when more files would be removed or replaced;
                           none: never                              [1000]
      --max-share PERCENT  ask when a larger share of them would be      [50]
      --max-fetch SIZE     ask when more would be fetched, e.g. 20GB  [none]
      --keep-free SIZE     ask when less would stay free            [1.07GB]
      --yes                do it whatever these limits say
      --this-folder        the folder is the right one though its mark is gone
  -J --slow --subject --include --exclude --zarr-keep --preserve-tree --layout --names
  --reuse --download       as in: dandelion help download
${common}
With --json: {"event":"plan",…} what will be done, {"event":"file",…} and
{"event":"progress",…} as for download, {"event":"sync",…} what was done, with
outcome done, asks, stopped or failed.

--due runs what schedules are due for, as the window would, until nothing is under way
or due any more. A run whose window ends rests; the next call goes on with it. One that
a condition holds is waited for until its window ends; where it has none it is left, and
the timer tries again in an hour. While Dandelion's own window is open, that runs what is
due, and the command leaves with 0; when it opens, the command makes room.
With --json: {"event":"run",…} when a run begins, waits or ends, {"event":"end",…} at
the end, with the time of the next run in nextAt.

Exit codes: as for download; 1 also when a limit asks, which the window or dandelion
schedules answers. Files that you changed are told and are no failure. --due: 0 all
runs are done or rest, or nothing was due.
`,
  ls: `dandelion ls ID… [options]

${common}`,
  verify: `dandelion verify FOLDER [options]

Reads every file below FOLDER that Dandelion fetched, and compares digests. In a
folder it does not know, dandiset.yaml says which version to compare with.

${common}`,
  jobs: `dandelion jobs [--data-dir DIR] [--json] [--wait[=MINUTES]]
`,
  schedules: `dandelion schedules [list]
dandelion schedules add ID… [options]
dandelion schedules add --cart FILE | --search NAME [options]
dandelion schedules show NAME [--tonight]
dandelion schedules remove|review NAME
dandelion schedules run NAME [--accept PLAN] [--this-folder]
dandelion schedules history [NAME] [--changes RUN|all] [--csv]
dandelion schedules report [--date MORNING]
dandelion schedules undo RUN
dandelion schedules timer [show|install|remove]
dandelion schedules after [webhook URL|command PROGRAM [ARG…]|webhook off|command off|test KIND]

  -o, --output-dir DIR     where files go                             [.]
      --cart FILE          a saved cart, read again at each run
      --search NAME        what a search saved in Discover finds at each run
      --draft              of what is found, the draft          [newest version]
      --most N             ask when more dandisets are found              [20]
      --name NAME          what the schedule is called
      --at HH:MM           when a run begins                          [22:00]
      --until HH:MM        when its window ends; it goes on in the next one
      --days mon-fri       on these days rather than every day
      --every Nh           every N hours, counted from --at
      --monthly DAY        on a day from 1 to 28, or last
      --cron TEXT          five fields of cron
      --zone ZONE          the time zone of these times               [this one's]
      --limit RATE         how fast it may go, e.g. 5MB/s        [full speed]
      --hours "[DAYS] HH:MM-HH:MM SPEED"   at these hours otherwise: a rate,
                           full, or rest; may be repeated
      --only-on-mains      rest while the computer runs on battery
      --not-metered        rest while the network is metered
      --no-vpn             rest while a VPN is on
      --not-on NAME        rest on this network or Wi-Fi; may be repeated
      --remove, --trash-days, --newest, --max-removed, --max-share, --max-fetch,
      --keep-free          as for: dandelion help sync
      --subject, --include, --exclude   as for download
${common}
Runs begin by themselves while the window's program runs, and with dandelion sync --due,
which timer install lets the system start when schedules are due; timer shows its text.
show NAME --tonight tells what the next run would fetch, and how many nights that takes.
run NAME begins one now, or goes on with the one that waits, and ends with it. A run
that a limit stops has changed nothing, and asks: review NAME shows what it would do,
with the PLAN that run NAME --accept does, and nothing else that asks. undo RUN puts
back what a run moved to the trash; history tells the numbers of runs,
--csv writes it as a table, with --changes all one of each file. report tells what the
schedules did in the night before a MORNING such as 2026-11-22. after sets what is told or
run when a run has ended; the secret that signs is DANDELION_WEBHOOK_SECRET.
`,
  follow: `dandelion follow [list|finds]
dandelion follow add QUESTION… [options]
dandelion follow remove NAME

      --name NAME          what the rule is called               [the question]
      --watch              put what is new on the watch list
      --fetch DIR          fetch some of what is new to DIR
      --sample SAMPLE      what of it: one-session, the first of the first
                           subject; session-per-subject; or
                           smallest-per-modality                [one-session]
      --published          only what has been published
${common}
A QUESTION is what you would type in Discover, such as: species:mouse technique:photon.
What is there already is not told. The catalogue is looked at each hour while the window's
program runs, and by dandelion sync --due when the last look was an hour ago. finds lists
what was found; • is what you have not seen yet.
`,
  archive: `dandelion archive [options]

Serves a made-up archive to try things on: the API at port P, S3 at P+1, WebDAV at P+2.

      --port P             0 for any free ones                     [9000]
      --data DIR           add dandisets from a folder of real metadata
      --fault FAULT        let something go wrong; may be repeated, such as
                           slow,rate=500000 or cut,after=1000000,times=2
      --presign-seconds N  how long a signed address is good       [21600]
      --webdav-redirect TO where WebDAV sends downloads, s3 or api    [s3]
      --host H             listen for other machines too       [127.0.0.1]
      --json               its addresses as one JSON line

A fault that is not understood is answered with a list of all of them.
`,
}

/** Where the options of a command are told. */
export function helpHint(command: string | undefined): string {
  const known = command !== undefined && command in byCommand ? ` ${command}` : ''
  return `dandelion help${known} tells more.\n`
}

/** Help for a command, or the overview. */
export function helpText(command: string | null): string {
  return (command === null ? undefined : byCommand[command]) ?? overview
}
