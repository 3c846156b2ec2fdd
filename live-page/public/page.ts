import type { Language } from '../../shared/language.ts';
import type { Reading } from '../protocol.ts';
import type { Connection } from './connection.ts';
import { h, setText } from './dom.ts';
import { createFormat, type Format } from './format.ts';
import { deviceView, worstFirst } from './model/device-view.ts';
import type { ServerClock } from './model/server-clock.ts';
import type { Store } from './model/store.ts';
import type { Texts } from './texts/texts.ts';
import { shapes } from './view/badge.ts';
import { columnsFor } from './view/columns.ts';
import { createDevice, type DeviceElement } from './view/device.ts';
import { createNotices, type Notices } from './view/notices.ts';

/** Longer silence of the server than between two of its beats; with the wait for a look, the banner is there within 3 s. */
export const lostAfterMs = 2600;

export interface PageOptions {
  readonly text: Texts;
  readonly language: Language;
  readonly store: Store;
  readonly clock: ServerClock;
  readonly connection: () => Connection | undefined;
  readonly signedInName: () => string | undefined;
  /** By `?device`: one only. */
  readonly only: string | null;
}

/** Draws what the store holds: at every change, and every second as values age. */
export class Page {
  readonly main = h('main');
  readonly header = h('div', { class: 'top' });
  readonly #options: PageOptions;
  readonly #devices = new Map<string, DeviceElement>();
  readonly #message = h('p', { class: 'message', role: 'status' });
  readonly #clock = h('span', { class: 'clock' });
  #format: Format | undefined;
  #notices: Notices | undefined;
  #zone = '';
  #single: boolean | undefined;
  #noSourceSince: number | undefined;
  #count = 0;

  constructor(options: PageOptions) {
    this.#options = options;
    setText(this.#message, options.text.loading);
    this.main.append(this.#message);
    addEventListener('resize', () => this.#setColumns());
  }

  get clockElement(): HTMLElement {
    return this.#clock;
  }

  flash(readings: readonly Reading[]): void {
    for (const { deviceId } of readings) this.#devices.get(deviceId)?.flash();
  }

  draw(): void {
    const { store, clock, text, connection } = this.#options;
    const now = clock.now();
    const format = this.#formatFor(store.siteTimeZone);
    setText(this.#clock, `${text.siteTime} ${format.time(now, now)}`);

    const silentMs = connection()?.silentMs ?? 0;
    const lostSince = silentMs > lostAfterMs ? now - silentMs : undefined;
    const { topic, store: stored } = store.sources;
    if (topic || stored) this.#noSourceSince = undefined;
    else this.#noSourceSince ??= this.#newestAt() ?? now;
    const loading = store.pageVersion === undefined && lostSince === undefined;
    const sources = loading ? { topic: true, store: true } : store.sources;
    this.#notices?.update({ lostSince, sources, noSourceSince: this.#noSourceSince, incidents: store.incidents, now });

    const surroundings = {
      now,
      readingPeriodMs: store.readingPeriodMs,
      incidents: store.incidents,
      connected: lostSince === undefined && (topic || stored),
    };
    const { only } = this.#options;
    const readings = [...store.readings.values()].filter(
      ({ deviceId, device }) => only === null || deviceId === only || device === only,
    );
    const views = worstFirst(readings.map((reading) => deviceView(reading, surroundings)));
    this.#say(views.length, only);
    this.#arrange(
      views.map(({ deviceId }) => deviceId),
      views.length === 1,
      format,
    );
    for (const view of views) {
      const points = () => store.lastHour(view.deviceId, now);
      this.#devices.get(view.deviceId)?.update(view, points, surroundings);
    }
    const worst = views[0];
    document.title = worst
      ? `${shapes[worst.badge]} ${format.pressure(worst.pressure)} bar – ${worst.device}`
      : text.title;
  }

  #newestAt(): number | undefined {
    const times = [...this.#options.store.readings.values()].map(({ at }) => at);
    return times.length > 0 ? Math.max(...times) : undefined;
  }

  #formatFor(zone: string): Format {
    if (!this.#format || zone !== this.#zone) {
      this.#zone = zone;
      this.#format = createFormat(this.#options.language, zone);
      this.#notices = createNotices(this.#options.text, this.#format);
      this.header.replaceChildren(this.#notices.element);
      for (const { element } of this.#devices.values()) element.remove();
      this.#devices.clear();
    }
    return this.#format;
  }

  #say(count: number, only: string | null): void {
    const { store, text } = this.#options;
    const known = store.pageVersion !== undefined;
    this.#message.hidden = count > 0;
    setText(this.#message, known ? (only === null ? text.noDevices : text.unknownDevice(only)) : text.loading);
  }

  /** Puts the elements in that order, and moves none that is in its place: the focus stays where it is. */
  #arrange(deviceIds: readonly string[], single: boolean, format: Format): void {
    if (single !== this.#single) {
      for (const { element } of this.#devices.values()) element.remove();
      this.#devices.clear();
      this.#single = single;
      this.main.dataset.single = String(single);
    }
    if (deviceIds.length !== this.#count) {
      this.#count = deviceIds.length;
      this.#setColumns();
    }
    let before: Element = this.#message;
    for (const deviceId of deviceIds) {
      const device = this.#devices.get(deviceId) ?? this.#create(deviceId, single, format);
      if (before.nextElementSibling !== device.element) before.after(device.element);
      before = device.element;
    }
  }

  /** Asks for the size of the window, which costs a layout: not at every drawing. */
  #setColumns(): void {
    const { clientWidth, clientHeight } = document.documentElement;
    this.main.style.setProperty('--columns', String(columnsFor(this.#count, clientWidth, clientHeight)));
  }

  #create(deviceId: string, single: boolean, format: Format): DeviceElement {
    const { text, signedInName } = this.#options;
    const address = new URL(location.href);
    address.searchParams.set('device', deviceId);
    const made = createDevice(deviceId, { text, format, signedInName, tile: single ? undefined : address.search });
    this.#devices.set(deviceId, made);
    return made;
  }
}
