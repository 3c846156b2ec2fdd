/** Where to go after signing in: a path of ours, below the base path; anything else is the first page. */
export function localPath(given: unknown): string {
  if (typeof given !== 'string' || given.length > 1000) return '/';
  // `//host` and `/\host` are other hosts to a browser.
  return /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(given) ? given : '/';
}
