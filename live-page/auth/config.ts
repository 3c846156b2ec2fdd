import { z } from 'zod';
import type { ConfigProblem } from '../../shared/config/read.ts';
import { secret, text, url } from '../../shared/config/values.ts';
import { type PasswordHash, readPasswordHash } from './password.ts';

export type AuthConfig =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly sessionSecret: string; readonly users: ReadonlyMap<string, PasswordHash> }
  | {
      readonly kind: 'oidc';
      readonly sessionSecret: string;
      readonly issuer: string;
      readonly clientId: string;
      readonly clientSecret: string;
    };

const users = z.string().transform((value, context) => {
  const found = new Map<string, PasswordHash>();
  for (const part of value.split(/[\s,]+/).filter((entry) => entry !== '')) {
    const at = part.lastIndexOf('=');
    const hash = readPasswordHash(part.slice(at + 1));
    if (at < 1 || !hash) {
      // Not the entry itself: it may be a password that somebody wrote in the clear.
      context.addIssue({
        code: 'custom',
        message: `entry ${found.size + 1} is not name=hash; npm run password makes one`,
      });
      return z.NEVER;
    }
    found.set(part.slice(0, at), hash);
  }
  return found;
});

/** The variables of sign-on, beside `AUTH`. */
export const authVariables = {
  AUTH_USERS: secret(users.optional()),
  SESSION_SECRET: secret(text().min(32, 'must have 32 characters at least').optional()),
  OIDC_ISSUER: url('http://', 'https://').optional(),
  OIDC_CLIENT_ID: text().optional(),
  OIDC_CLIENT_SECRET: secret(text().optional()),
};

type Values = z.output<z.ZodObject<typeof authVariables>> & {
  readonly AUTH: AuthConfig['kind'];
  readonly PUBLIC_URL?: string | undefined;
};

const needed = {
  none: [],
  basic: ['AUTH_USERS', 'SESSION_SECRET'],
  oidc: ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'SESSION_SECRET', 'PUBLIC_URL'],
} as const satisfies Record<AuthConfig['kind'], readonly (keyof Values)[]>;

/** What the chosen way of sign-on lacks. */
export const authProblems = (values: Values): ConfigProblem[] =>
  needed[values.AUTH]
    .filter((variable) => values[variable] === undefined)
    .map((variable) => ({ variable, problem: `is missing: AUTH=${values.AUTH} needs it` }));

/** Only of values without `authProblems`. */
export function buildAuth(values: Values): AuthConfig {
  const sessionSecret = values.SESSION_SECRET ?? '';
  if (values.AUTH === 'none') return { kind: 'none' };
  if (values.AUTH === 'basic') return { kind: 'basic', sessionSecret, users: values.AUTH_USERS ?? new Map() };
  return {
    kind: 'oidc',
    sessionSecret,
    issuer: values.OIDC_ISSUER ?? '',
    clientId: values.OIDC_CLIENT_ID ?? '',
    clientSecret: values.OIDC_CLIENT_SECRET ?? '',
  };
}
