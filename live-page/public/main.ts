import './styles/page.css';
import { type Connection, connect } from './connection.ts';
import { h } from './dom.ts';
import { ServerClock } from './model/server-clock.ts';
import { Store } from './model/store.ts';
import { lostAfterMs, Page } from './page.ts';
import { askSession, goToSignIn, signOut } from './session.ts';
import { chooseLanguage, loadTexts } from './texts/load.ts';
import { hangOnWall, reloadFor } from './wall.ts';

const renewSessionMs = 12 * 3_600_000;
const lookForSilenceEveryMs = 200;

const parameters = new URLSearchParams(location.search);
const wall = parameters.has('wall');
if (wall) hangOnWall();
const language = chooseLanguage(parameters.get('lang'), navigator.languages);
document.documentElement.lang = language;
const text = await loadTexts(language);

const store = new Store();
const clock = new ServerClock();
let connection: Connection | undefined;
let name: string | undefined;
const page = new Page({
  text,
  language,
  store,
  clock,
  connection: () => connection,
  signedInName: () => name,
  only: parameters.get('device'),
});

const person = h('span', { class: 'person' });
const links = h('nav', { 'aria-label': text.title }, person);
if (parameters.has('device')) {
  const all = new URL(location.href);
  all.searchParams.delete('device');
  links.prepend(h('a', { href: all.search || './' }, text.allDevices));
}
if (!wall) {
  const onWall = new URL(location.href);
  onWall.searchParams.set('wall', '');
  links.append(h('a', { href: onWall.search.replace('wall=', 'wall') }, text.wall));
}
document.body.replaceChildren(
  h('header', {}, h('h1', { class: 'spoken' }, text.title), page.header),
  page.main,
  h('footer', {}, page.clockElement, links),
);

let builtAs: string | undefined;
connection = connect(
  {
    onSnapshot(snapshot) {
      builtAs ??= snapshot.pageVersion;
      if (wall && snapshot.pageVersion !== builtAs) return reloadFor(snapshot.pageVersion);
      const first = store.pageVersion === undefined;
      const newer = store.takeSnapshot(snapshot);
      page.draw();
      // At the first sight everything would be new.
      if (!first) page.flash(newer);
    },
    onReading(reading) {
      if (!store.takeReading(reading)) return;
      page.draw();
      page.flash([reading]);
    },
    onSources(sources) {
      store.sources = sources;
      page.draw();
    },
    onIncidents(incidents) {
      store.incidents = incidents;
      page.draw();
    },
    onSignInNeeded: goToSignIn,
  },
  clock,
);
setInterval(() => page.draw(), 1000);
let lost = false;
setInterval(() => {
  if (lost === connection.silentMs > lostAfterMs) return;
  lost = !lost;
  page.draw();
}, lookForSilenceEveryMs);
page.draw();

async function showSession(): Promise<void> {
  const session = await askSession();
  if (!session) return;
  name = session.name ?? undefined;
  if (session.auth === 'none') return;
  const button = h('button', { type: 'button', class: 'second' }, text.signOut);
  button.addEventListener('click', () => void signOut());
  person.replaceChildren(name ?? '', ' ', button);
}
void showSession();
setInterval(() => void showSession(), renewSessionMs);

if ('serviceWorker' in navigator && window.isSecureContext) {
  navigator.serviceWorker.register('sw.js').catch(() => undefined);
}
