/** A page on a wall: no pointer, no sleep, and always the version that the server has. */
export function hangOnWall(): void {
  document.documentElement.dataset.wall = '';
  const keepAwake = () => {
    // Refused where the page is not visible, or not reached over TLS: then the screen's own settings count.
    if (document.visibilityState === 'visible') navigator.wakeLock?.request('screen').catch(() => undefined);
  };
  keepAwake();
  document.addEventListener('visibilitychange', keepAwake);
}

const reloadedFor = 'reloaded-for';

/** Reloads once for each new version, so that a page that cannot be renewed does not reload for ever. */
export function reloadFor(version: string): void {
  if (sessionStorage.getItem(reloadedFor) === version) return;
  sessionStorage.setItem(reloadedFor, version);
  location.reload();
}
