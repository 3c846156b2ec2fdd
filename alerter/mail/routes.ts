import type { AnyNotice } from '../notice.ts';
import { addressKey } from './address.ts';
import type { MailConfig } from './config.ts';
import type { Route } from './route-format.ts';

/**
 * Who is written to about a notice. The most exact route counts alone: one for this device before one for all, then one for
 * this kind of notice before one for its group before `*`. Where none fits, it is everybody in `MAIL_TO`.
 */
export function recipientsOf({ routes, to }: Pick<MailConfig, 'routes' | 'to'>, notice: AnyNotice): readonly string[] {
  const fitting = routes
    .map((route) => ({ route, exactness: exactnessOf(route, notice) }))
    .filter(({ exactness }) => exactness > 0)
    .sort((one, other) => other.exactness - one.exactness);
  const seen = new Set<string>();
  return (fitting[0]?.route.to ?? to).filter((address) => {
    const key = addressKey(address);
    return !seen.has(key) && seen.add(key);
  });
}

/** 0 where the route is about something else. */
function exactnessOf({ subject, device }: Route, notice: AnyNotice): number {
  const { kind } = notice;
  const about = notice.kind === 'drill' ? [] : [notice.incident.device, notice.incident.deviceId];
  const ofDevice = device !== undefined && about.includes(device);
  if (device !== undefined && !ofDevice) return 0;
  const ofSubject = subject === kind ? 3 : subject === kind.split('-')[0] ? 2 : subject === '*' ? 1 : 0;
  return ofSubject === 0 ? 0 : ofSubject + (ofDevice ? 3 : 0);
}
