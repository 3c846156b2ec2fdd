import type { Backup } from './repository.ts';

/**
 * The backups that may go: all that are older than the oldest of the newest `keep` verified ones. One that was not verified
 * counts for nothing, and stays as long as its neighbours.
 */
export function outdated(backups: readonly Backup[], keep: number): readonly Backup[] {
  const verified = backups
    .filter(({ verifiedAt }) => verifiedAt !== undefined)
    .sort((a, b) => b.startedAt - a.startedAt);
  const oldestKept = verified[keep - 1];
  return oldestKept ? backups.filter(({ startedAt }) => startedAt < oldestKept.startedAt) : [];
}
