import { h, setText } from '../dom.ts';
import type { Badge } from '../model/device-view.ts';
import type { Texts } from '../texts/texts.ts';

/** Colour, shape and word, always all three; the colour comes from the style sheet. */
export const shapes: Readonly<Record<Badge, string>> = {
  normal: '●',
  leak: '▲',
  low: '▲',
  acknowledged: '△',
  silent: '■',
  stale: '◌',
  unknown: '◌',
};

export interface BadgeElement {
  readonly element: HTMLElement;
  update(badge: Badge): void;
}

export function createBadge(text: Texts): BadgeElement {
  const shape = h('span', { class: 'shape', 'aria-hidden': 'true' });
  const word = h('span', { class: 'word' });
  const element = h('span', { class: 'badge' }, shape, word);
  return {
    element,
    update(badge) {
      element.dataset.badge = badge;
      setText(shape, shapes[badge]);
      setText(word, text.badges[badge]);
    },
  };
}
