import { createHash } from 'node:crypto';
import type { IncidentKind } from '../shared/incidents/incident.ts';

/**
 * The id of an incident: what it is, where, and when it began by the readings. Whoever finds the same thing, however often,
 * finds the same id.
 */
export const incidentId = (kind: IncidentKind, deviceId: string | undefined, openedAt: number): string =>
  [kind, ...(deviceId === undefined ? [] : [plain(deviceId)]), new Date(openedAt).toISOString()].join('-');

/** A device may be called anything; an id is at most 512 bytes, and stands in links. */
const plain = (deviceId: string): string =>
  /^[\w.-]{1,64}$/.test(deviceId) ? deviceId : createHash('sha256').update(deviceId).digest('base64url').slice(0, 24);

const outageSlotMs = 10 * 60_000;

/** When an outage began, for alerters side by side that do not see it begin at the same instant. */
export const outageSlot = (since: number): number => Math.floor(since / outageSlotMs) * outageSlotMs;

/**
 * The id of an outage of Elasticsearch, which cannot be asked who else has noticed: alerters side by side that noticed in the
 * same ten minutes mean the same one.
 */
export const outageId = (since: number): string => incidentId('pipeline-down', undefined, outageSlot(since));
