/** Why a reading cannot be stored: a stable code for counting, and one plain sentence for a person. */
export interface Rejection {
  readonly code: RejectionCode;
  readonly reason: string;
}

export const rejectionCodes = [
  'too-large',
  'invalid-utf8',
  'invalid-json',
  'not-an-object',
  'too-deep',
  'wrong-type',
  'control-characters',
  'unknown-unit',
  'out-of-range',
  'invalid-time',
  'time-out-of-range',
  'retained-without-time',
  'refused-by-elasticsearch',
] as const;
export type RejectionCode = (typeof rejectionCodes)[number];

/** Bad data is a value, never an exception: exceptions are for outages. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly rejection: Rejection };

export const accept = <T>(value: T): Outcome<T> => ({ ok: true, value });

export const reject = (code: RejectionCode, reason: string): Outcome<never> => ({
  ok: false,
  rejection: { code, reason },
});
