import { STATUS_CODES } from 'node:http';
import type { Response } from 'express';

/** Answers with a problem (RFC 9457); `detail` is one sentence for whoever wrote the request. */
export function problem(response: Response, status: number, detail: string): void {
  response
    .status(status)
    .set('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail }));
}
