import { setTimeout as sleep } from 'node:timers/promises';
import type { ImportConfig } from './config.ts';

/** What Kibana answered: its status, and its JSON where it is any. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Kibana's HTTP API, in one space. Every method throws when Kibana cannot be reached. */
export interface Kibana {
  get(path: string): Promise<Answer>;
  send(method: 'POST' | 'PUT', path: string, body: object | FormData): Promise<Answer>;
}

const answerMs = 60_000;
/** Between two attempts. */
export const pollMs = 1000;

/**
 * `space`: paths are those of this space; without one, those of the whole Kibana. `patienceSeconds`: for so long a 503 is
 * asked again, as Kibana calls itself available a little before all its parts are.
 */
export function createKibana(
  { url, username, password, apiKey }: ImportConfig['kibana'],
  { space, patienceSeconds = 0 }: { readonly space?: string; readonly patienceSeconds?: number } = {},
): Kibana {
  const base = space === undefined || space === 'default' ? url : `${url}/s/${space}`;
  const headers: Record<string, string> = {
    // Kibana refuses what has not the first, and its settings what has not the second.
    'kbn-xsrf': 'finemeca',
    'x-elastic-internal-origin': 'finemeca',
  };
  if (apiKey) headers.authorization = `ApiKey ${apiKey}`;
  else if (username) headers.authorization = `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}`;

  async function request(method: string, path: string, body?: object | FormData): Promise<Answer> {
    const deadline = Date.now() + patienceSeconds * 1000;
    for (;;) {
      const answer = await once(method, path, body);
      if (answer.status !== 503 || Date.now() + pollMs > deadline) return answer;
      await sleep(pollMs);
    }
  }

  async function once(method: string, path: string, body?: object | FormData): Promise<Answer> {
    const isForm = body instanceof FormData;
    const answer = await fetch(base + path, {
      method,
      headers: { ...headers, ...(body && !isForm && { 'content-type': 'application/json' }) },
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
      // A redirect is a sign-on page.
      redirect: 'manual',
      signal: AbortSignal.timeout(answerMs),
    });
    return { status: answer.status, body: parsed(await answer.text()) };
  }
  return { get: (path) => request('GET', path), send: request };
}

function parsed(content: string): Answer['body'] {
  try {
    const value: unknown = JSON.parse(content);
    return typeof value === 'object' && value !== null ? (value as Answer['body']) : {};
  } catch {
    return {};
  }
}

/** What went wrong, in Kibana's words. */
export function complaintOf({ status, body }: Answer): string {
  if (status === 401) return 'the sign-on is refused (401)';
  if (status === 403) return `the sign-on may not do this (403): ${body.message ?? ''}`;
  return `Kibana answers ${status}${body.message ? `: ${String(body.message)}` : ''}`;
}
