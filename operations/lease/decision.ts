/** What stands in the one document of a customer's lease. */
export interface LeaseDocument {
  /** Machine and process, as people look for it. */
  readonly owner: string;
  /** What it does: `retention`. */
  readonly what: string;
  /** ISO, UTC. */
  readonly since: string;
}

/** Changes with every write, so with every renewal. */
export interface LeaseVersion {
  readonly seqNo: number;
  readonly primaryTerm: number;
}

/** A version of the lease, and when this process saw it first, by its own clock that never jumps (ms). */
export interface Sighting {
  readonly version: LeaseVersion;
  readonly at: number;
}

export type Decision =
  | { readonly kind: 'create' }
  /** Its owner has not renewed it for as long as a lease lasts. */
  | { readonly kind: 'take-over'; readonly from: LeaseVersion }
  | { readonly kind: 'wait'; readonly sighting: Sighting };

/**
 * Whether a lease may be taken. The clocks of two machines are never compared: it has expired when it was watched for
 * `durationMs` and not renewed meanwhile.
 */
export function decideLease(
  found: LeaseVersion | undefined,
  seen: Sighting | undefined,
  now: number,
  durationMs: number,
): Decision {
  if (!found) return { kind: 'create' };
  const unchanged = seen?.version.seqNo === found.seqNo && seen.version.primaryTerm === found.primaryTerm;
  if (!unchanged) return { kind: 'wait', sighting: { version: found, at: now } };
  return now - seen.at >= durationMs ? { kind: 'take-over', from: found } : { kind: 'wait', sighting: seen };
}

/** Whether the owner may still act: for no longer than anybody else has to wait, less a quarter for what is on its way. */
export const mayAct = (renewedAt: number, now: number, durationMs: number): boolean =>
  now - renewedAt < (durationMs * 3) / 4;
