import { h, setText } from '../dom.ts';

/** The pressure, large. It turns green for a moment when a new value comes. */
export interface NumberElement {
  readonly element: HTMLElement;
  update(text: string, freshness: string): void;
  flash(): void;
}

/** As long as the style sheet's animation, and as its dot where a person prefers no motion. */
const flashMs = 600;
const steadyMs = 2000;

export function createNumber(): NumberElement {
  const value = h('span', { class: 'value' });
  const dot = h('span', { class: 'dot', 'aria-hidden': 'true' });
  const element = h('p', { class: 'number' }, value, h('span', { class: 'unit' }, 'bar'), dot);
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    element,
    update(text, freshness) {
      setText(value, text);
      element.dataset.freshness = freshness;
    },
    flash() {
      clearTimeout(timer);
      if (element.dataset.fresh === undefined) element.dataset.fresh = '';
      // Begins the animation anew where the last one is still running.
      else for (const animation of value.getAnimations()) animation.currentTime = 0;
      timer = setTimeout(() => delete element.dataset.fresh, calm.matches ? steadyMs : flashMs);
    },
  };
}
