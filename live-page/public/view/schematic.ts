import { s } from '../dom.ts';
import { copyOfPlant } from '../drawing/plant.ts';
import type { DeviceView } from '../model/device-view.ts';

/** The drawing of the plant, moved by the pressure. */
export interface Schematic {
  readonly element: SVGSVGElement;
  update(view: DeviceView, label: string): void;
}

/** The dial goes from 7:30 over 12:00 to 4:30. */
const dialFrom = -135;
const dialSweep = 270;

/** The end of the scale, bar: 10, or more where the pressures are higher. */
export const scaleEnd = (...pressures: readonly (number | undefined)[]): number => {
  const highest = Math.max(0, ...pressures.filter((pressure) => pressure !== undefined));
  return highest <= 10 ? 10 : Math.ceil(highest / 5) * 5 + (highest % 5 === 0 ? 5 : 0);
};

const share = (bar: number, end: number): number => Math.min(1, Math.max(0, bar / end));
const angle = (part: number): number => dialFrom + part * dialSweep;
const sizeOf = (element: Element | undefined, name: string): number => Number(element?.getAttribute(name) ?? 0);

export function createSchematic(): Schematic {
  const { svg: element, part } = copyOfPlant();
  const title = element.querySelector(':scope > title') ?? s('title');
  element.prepend(title);
  element.setAttribute('class', 'schematic');
  element.setAttribute('role', 'img');
  const [level, openingLine, needle, scale] = ['level', 'opening-line', 'needle', 'scale'].map(part);
  const dial = { x: sizeOf(part('dial'), 'cx'), y: sizeOf(part('dial'), 'cy'), radius: sizeOf(part('dial'), 'r') };
  if (needle) needle.style.transformOrigin = `${dial.x}px ${dial.y}px`;
  let drawn = '';

  function onDial(at: number, radius: number): string {
    const radians = (angle(at) * Math.PI) / 180;
    return `${(dial.x + radius * Math.sin(radians)).toFixed(2)} ${(dial.y - radius * Math.cos(radians)).toFixed(2)}`;
  }

  function arc(to: number, kind: string): SVGElement {
    const large = to * dialSweep > 180 ? 1 : 0;
    const { radius } = dial;
    return s('path', {
      class: kind,
      d: `M${onDial(0, radius)}A${radius} ${radius} 0 ${large} 1 ${onDial(to, radius)}`,
    });
  }

  function drawScale(end: number, opening: number | undefined): void {
    const { radius } = dial;
    const step = end / 5;
    const numbers = Array.from({ length: 6 }, (_, at) => {
      const [x, y] = onDial(at / 5, radius - 19).split(' ');
      return s('text', { x: x ?? 0, y: Number(y) + 4 }, String(at * step));
    });
    const ticks = Array.from({ length: 11 }, (_, at) =>
      s('path', { class: 'tick', d: `M${onDial(at / 10, radius - 5)}L${onDial(at / 10, radius + 2)}` }),
    );
    const mark =
      opening === undefined
        ? []
        : [
            arc(share(opening, end), 'forbidden'),
            s('path', {
              class: 'opening-mark',
              d: `M${onDial(share(opening, end), radius - 9)}L${onDial(share(opening, end), radius + 10)}`,
            }),
          ];
    scale?.replaceChildren(arc(1, 'range'), ...mark.slice(0, 1), ...numbers, ...ticks, ...mark.slice(1));
    if (!openingLine) return;
    openingLine.style.visibility = opening === undefined ? 'hidden' : '';
    const lift = share(opening ?? 0, end) * sizeOf(level, 'height');
    openingLine.style.transform = `translateY(${-lift}px)`;
  }

  return {
    element,
    update({ pressure, openingPressure, badge, freshness }, label) {
      if (title.textContent !== label) title.textContent = label;
      const end = scaleEnd(pressure, openingPressure);
      const wanted = `${end} ${openingPressure}`;
      if (wanted !== drawn) drawScale(end, openingPressure);
      drawn = wanted;
      element.dataset.badge = badge;
      element.dataset.freshness = freshness;
      const at = share(pressure ?? 0, end);
      if (level) level.style.transform = `scaleY(${at.toFixed(4)})`;
      if (needle) needle.style.transform = `rotate(${angle(at).toFixed(2)}deg)`;
    },
  };
}
