import type { Point } from '../../protocol.ts';
import { h, setText } from '../dom.ts';
import type { DeviceView } from '../model/device-view.ts';
import { createLeakPanel, type LeakPanelOptions } from './acknowledge.ts';
import { createBadge } from './badge.ts';
import { createHistory } from './history.ts';
import { createNumber } from './number.ts';
import { createSchematic } from './schematic.ts';

/** A device on the page: over the whole of it, or as a tile that leads there. */
export interface DeviceElement {
  readonly element: HTMLElement;
  /** `points` gives those of the last hour; it is asked for them now and then only. */
  update(view: DeviceView, points: () => readonly Point[], options: { now: number; readingPeriodMs: number }): void;
  /** A new value has come. */
  flash(): void;
}

export function createDevice(
  deviceId: string,
  options: LeakPanelOptions & { readonly tile: string | undefined },
): DeviceElement {
  const { text, format, tile } = options;
  const name = h('h2', { class: 'name' });
  if (tile !== undefined) name.append(h('a', { href: tile }));
  const nameText = name.firstElementChild ?? name;
  const badge = createBadge(text);
  const schematic = createSchematic();
  const number = createNumber();
  const time = h('time', { class: 'time' });
  const age = h('span', { class: 'age' });
  const opening = h('span', { class: 'opening' });
  const margin = h('span', { class: 'margin' });
  const leak = createLeakPanel(options);
  const history = createHistory(deviceId, text, format);
  const spoken = h('p', { class: 'spoken', role: 'status' });
  const element = h(
    'article',
    { class: tile === undefined ? 'device whole' : 'device tile', 'data-device': deviceId },
    h('header', {}, name, badge.element),
    schematic.element,
    number.element,
    h('p', { class: 'measured' }, time, ' ', age),
    h('p', { class: 'figures' }, opening, ' ', margin),
    leak.element,
    history.element,
    spoken,
  );

  return {
    element,
    flash: number.flash,
    update(view, points, { now, readingPeriodMs }) {
      const { pressure, openingPressure, freshness } = view;
      element.dataset.badge = view.badge;
      setText(nameText, view.device);
      badge.update(view.badge);
      const label = text.schematic(`${format.pressure(pressure)} bar`, `${format.pressure(openingPressure)} bar`);
      schematic.update(view, label);
      number.update(format.pressure(pressure), freshness);
      const measured = format.time(view.at, now);
      setText(time, freshness === 'absent' ? text.lastValue(measured) : text.measuredAt(measured));
      time.dateTime = new Date(view.at).toISOString();
      setText(age, `· ${format.age(view.ageMs)}`);
      setText(opening, `${text.opening} ${format.pressure(openingPressure)} bar`);
      setText(margin, pressure === undefined ? text.noValue : `${text.margin} ${format.margin(view.margin)} bar`);
      leak.update(view.leak, now);
      history.update(points, { now, newest: view.at, readingPeriodMs, opening: openingPressure });
      speak(view);
    },
  };

  /** Only a change of state is spoken, not each value. */
  function speak({ badge: state, device, pressure }: DeviceView): void {
    if (spoken.dataset.state === state) return;
    spoken.dataset.state = state;
    setText(spoken, `${device}: ${text.badges[state]}, ${format.pressure(pressure)} bar`);
  }
}
