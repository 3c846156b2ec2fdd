import type { IncomingMessage } from 'node:http';
import type { Request, Response, Router } from 'express';

/** A person who has signed in. */
export interface User {
  readonly name: string;
  /** What rights may be given to: the name that one signs in with; at an OpenID provider identity, roles and groups. */
  readonly roles: readonly string[];
  /** Of the session; absent where each request signs on by itself. */
  readonly sessionId?: string;
  /** Until when, milliseconds since the epoch. */
  readonly until: number;
}

/** Who may see values. */
export interface Auth {
  readonly kind: 'none' | 'basic' | 'oidc';
  /** Undefined when this request carries no valid sign-on. Never throws. */
  userOf(request: IncomingMessage): Promise<User | undefined>;
  /** Keeps the session of somebody who comes back alive. */
  renew(request: Request, response: Response): Promise<void>;
  /** `/sign-in` and what belongs to it, `/sign-out` excepted. */
  readonly routes: Router;
  /** Ends the session in this browser; resolves with where to go next, when that is not our own page. */
  signOut(request: Request, response: Response): Promise<string | undefined>;
}
