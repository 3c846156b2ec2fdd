import { type ChildProcess, spawn } from 'node:child_process';

/*
 * Each line on standard input is the complete list of process ids that live. At its end (this program was stopped, even
 * with SIGKILL) those still on the list are asked to stop, and killed when they have not done so after 15 seconds.
 */
const SCRIPT = `
trap '' INT TERM HUP
pids=
while read -r line; do pids=$line; done
[ -n "$pids" ] || exit 0
kill -CONT $pids 2>/dev/null
kill -TERM $pids 2>/dev/null
living() { for pid in $pids; do kill -0 $pid 2>/dev/null && return 0; done; return 1; }
n=0
while [ $n -lt 150 ] && living; do n=$((n + 1)); sleep 0.1; done
kill -KILL $pids 2>/dev/null
exit 0
`;

/** A tiny shell process that outlives this one just long enough to stop the servers it would leave behind. */
export class Guard {
  private child: ChildProcess | undefined;
  private readonly pids = new Set<number>();

  get pid(): number | undefined {
    return this.child?.pid;
  }

  start(): void {
    // Detached: a Ctrl-C in the terminal reaches the whole foreground group, and this one has to stay until the end.
    this.child = spawn('/bin/sh', ['-c', SCRIPT], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], cwd: '/' });
    this.child.on('error', () => {});
    this.child.stdin?.on('error', () => {});
  }

  add(pid: number): void {
    this.pids.add(pid);
    this.tell();
  }

  remove(pid: number): void {
    this.pids.delete(pid);
    this.tell();
  }

  /** Resolves when the guard is gone; by then nothing on its list lives. */
  async close(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.stdin?.end();
    await gone;
  }

  private tell(): void {
    this.child?.stdin?.write(`${[...this.pids].join(' ')}\n`);
  }
}
