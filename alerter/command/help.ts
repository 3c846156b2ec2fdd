/** What `--help` prints. */
export const helpText = `Looks for leaks in stored readings, and at the incidents that were recorded.

npm run alerter -- <command> [options]         in a container: node alerter/main.ts <command> [options]
Without a command the alerter itself runs.

  check --date <day>               what a running alerter would have found on that day, at the site
      --to <day>                   up to and including this day
      --device <name or number>    of this device only
      --mail                       also puts a notice of each on the queue, for the running alerter to mail
      --json                       for machines
  incidents                        what was recorded, the newest first, at most 200
      --open                       only what is not over
      --device <name or number>    of this device only
      --since <day>                only what began then or later
      --json                       for machines
  test-mail                        sends a sample of every kind of mail

A <day> is written 2022-04-17 and begins at the site's midnight.

Environment as for the alerter. Exit codes: 0 done, 1 failed, 64 command not understood, 78 environment wrong.`;
