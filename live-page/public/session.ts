/** Who has signed in, as the server says. */
export interface SessionAnswer {
  readonly auth: 'none' | 'basic' | 'oidc';
  readonly name: string | null;
}

/** Undefined while the server does not answer. Asking keeps the session alive. */
export async function askSession(): Promise<SessionAnswer | undefined> {
  try {
    const response = await fetch('api/v1/session');
    if (response.status === 401) goToSignIn();
    return response.ok ? ((await response.json()) as SessionAnswer) : undefined;
  } catch {
    return undefined;
  }
}

/** The form, and back to here. */
export function goToSignIn(): void {
  location.assign(`sign-in?returnTo=${encodeURIComponent(`/${location.search}`)}`);
}

export async function signOut(): Promise<void> {
  const response = await fetch('sign-out', { method: 'POST' });
  const { next } = (await response.json()) as { next: string };
  location.assign(next);
}
