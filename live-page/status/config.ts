import { z } from 'zod';
import type { ConfigProblem } from '../../shared/config/read.ts';
import { url } from '../../shared/config/values.ts';
import type { AuthConfig } from '../auth/config.ts';

/** Who may see the status, by what their sign-on says of them. */
export const everybody = '*';

/** The variables of the status page. */
export const statusVariables = {
  STATUS_URL: url('http://', 'https://').optional(),
  STATUS_USERS: z
    .string()
    .transform((value) =>
      value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .optional(),
};

export interface StatusConfig {
  /** Where the operations service answers with the status. */
  readonly url: string;
  /** Names, roles or groups; `*` is everybody who may see the values. */
  readonly users: readonly string[];
}

type Values = z.output<z.ZodObject<typeof statusVariables>> & { readonly AUTH: AuthConfig['kind'] };

export function statusProblems({ STATUS_URL, STATUS_USERS, AUTH }: Values): ConfigProblem[] {
  // Without users nobody sees it, wherever it is.
  if (STATUS_USERS === undefined) return [];
  if (STATUS_URL === undefined) return [{ variable: 'STATUS_URL', problem: 'is missing: STATUS_USERS needs it' }];
  if (AUTH !== 'none' || STATUS_USERS.includes(everybody)) return [];
  const problem = 'names people, but AUTH=none signs nobody in: it can only be *, everybody';
  return [{ variable: 'STATUS_USERS', problem }];
}

export const buildStatus = ({ STATUS_URL, STATUS_USERS }: Values): StatusConfig | undefined =>
  STATUS_URL !== undefined && STATUS_USERS !== undefined
    ? { url: STATUS_URL.replace(/\/$/, ''), users: STATUS_USERS }
    : undefined;
