/* Keeps the status page up to date without loading it anew, so that whoever reads keeps their place. */

const refreshMs = 10_000;

async function refresh(): Promise<void> {
  const answer = await fetch(location.href);
  // The session has ended: the page of sign-on is the answer.
  if (answer.redirected) return location.reload();
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
  const open = document.querySelector('details')?.open ?? false;
  if (fresh) document.querySelector('main')?.replaceChildren(...fresh.childNodes);
  const details = document.querySelector('details');
  if (details) details.open = open;
}

async function run(): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, refreshMs));
    try {
      if (!document.hidden) await refresh();
    } catch {
      const notice = document.getElementById('not-refreshed');
      if (notice) notice.hidden = false;
    }
  }
}

void run();
