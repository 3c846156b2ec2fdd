import { z } from 'zod';
import { noticeKinds } from '../notice.ts';
import { isAddress } from './address.ts';

const groups = ['leak', 'sensor', 'pipeline'] as const;
/** What a route may be about: one kind of notice, a group of them, or all. */
const subjects: readonly string[] = [...noticeKinds, 'drill', ...groups, '*'];
const nobody = 'nobody';

/** Who is written to about some notices. */
export interface Route {
  /** A kind of notice, `leak`, `sensor`, `pipeline`, or `*`. */
  readonly subject: string;
  /** Name or number of the device; absent: every one. */
  readonly device?: string;
  /** Empty: nobody. */
  readonly to: readonly string[];
}

const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Addresses, comma-separated, each once. */
export const addresses = () =>
  z.string().transform((value, context) => {
    const given = list(value);
    const wrong = given.find((address) => !isAddress(address));
    if (wrong !== undefined || given.length === 0) {
      const what = wrong === undefined ? 'names no address' : `'${wrong}' is not a mail address`;
      context.addIssue({ code: 'custom', message: what });
      return z.NEVER;
    }
    return [...new Set(given)];
  });

/** `leak=a@x.be,b@x.be; leak-reminder/air-1=nobody; pipeline=it@x.be`. */
export const routes = () =>
  z.string().transform((value, context) => {
    const read: Route[] = [];
    for (const part of value.split(';').filter((text) => text.trim() !== '')) {
      const route = readRoute(part);
      if (typeof route === 'string') {
        context.addIssue({ code: 'custom', message: `'${part.trim()}' ${route}` });
        return z.NEVER;
      }
      if (read.some(({ subject, device }) => subject === route.subject && device === route.device)) {
        context.addIssue({ code: 'custom', message: `'${part.trim()}' comes twice: name all recipients in one route` });
        return z.NEVER;
      }
      read.push(route);
    }
    return read;
  });

/** A route, or what is wrong with it. */
function readRoute(text: string): Route | string {
  // No address has an equals sign; a device's name may.
  const at = text.lastIndexOf('=');
  const slash = text.indexOf('/');
  const bounded = slash >= 0 && slash < at;
  const subject = text.slice(0, bounded ? slash : at).trim();
  const device = bounded ? text.slice(slash + 1, at).trim() : undefined;
  if (at < 1 || device === '') return 'is not a route such as leak=night@finemeca.be or leak/air-1=hall@finemeca.be';
  if (!subjects.includes(subject)) return `begins with none of ${subjects.join(', ')}`;
  const given = list(text.slice(at + 1));
  const to = given.length === 1 && given[0] === nobody ? [] : given;
  if (given.length === 0) return `names no address; write ${nobody} where nobody is to be written to`;
  const wrong = to.find((address) => !isAddress(address));
  if (wrong !== undefined) return `has '${wrong}', which is not a mail address`;
  return { subject, ...(device !== undefined && { device }), to: [...new Set(to)] };
}
