/** What `--help` prints. */
export const helpText = `Handles dead letters: readings that could not be stored, each with its reason.

npm run rejected -- <command> [options]        in a container: node ingestor/rejected.ts <command> [options]

  list [--type <type>]             how many there are, by reason, and the oldest ones; takes nothing away
      --limit <n>                  rows to show (50)
      --json                       for machines
  show --type <type> <id>          one dead letter: why, every header, the payload; the beginning of an id will do
      --json                       headers, and the payload in base64
  replay --type <type> <which>     back to the ingestor, after a fix; what is still bad comes back as a dead letter
  discard --type <type> <which>    removes for good
      --save <file>                first writes them to a new file, one JSON object per line, payload in base64
      --yes                        without asking

  <which>: one of
      --id <id>                    that one
      --reason <code>              those with this reason code: wrong-type, invalid-json, ...
      --before <day>               those rejected before 2026-11-01 (the site's midnight), '2026-11-01 06:00:00' (the
                                   site's time) or 2026-11-01T05:00:00Z
      --all                        all of them

  --scan <n>                       how many to look at (20000). Each takes about 2 kB of the broker's memory until it
                                   has been replayed or discarded.

Environment as for the ingestor: CUSTOMER, SITE_TIME_ZONE, ACTIVEMQ_URL, ACTIVEMQ_USERNAME, ACTIVEMQ_PASSWORD,
ACTIVEMQ_CA_FILE. Exit codes: 0 done, 1 failed or not found, 64 command not understood, 78 environment wrong.`;
