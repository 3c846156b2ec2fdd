import { s } from '../dom.ts';
import type { DeviceView } from '../model/device-view.ts';

/** The drawing of the plant: compressor, receiver, network, sensor. Each is a group with a name, to be replaced by a plant's own. */
export interface Schematic {
  readonly element: SVGSVGElement;
  update(view: DeviceView, label: string): void;
}

/** The dial goes from 7:30 over 12:00 to 4:30. */
const dialFrom = -135;
const dialSweep = 270;
const dial = { x: 560, y: 92, radius: 66 };
const receiver = { x: 176, y: 26, width: 112, height: 140 };

/** The end of the scale, bar: 10, or more where the pressures are higher. */
export const scaleEnd = (...pressures: readonly (number | undefined)[]): number => {
  const highest = Math.max(0, ...pressures.filter((pressure) => pressure !== undefined));
  return highest <= 10 ? 10 : Math.ceil(highest / 5) * 5 + (highest % 5 === 0 ? 5 : 0);
};

const share = (bar: number, end: number): number => Math.min(1, Math.max(0, bar / end));
const angle = (part: number): number => dialFrom + part * dialSweep;

function onDial(part: number, radius: number): readonly [number, number] {
  const radians = (angle(part) * Math.PI) / 180;
  return [dial.x + radius * Math.sin(radians), dial.y - radius * Math.cos(radians)];
}

function arc(from: number, to: number, radius: number): string {
  const [x1, y1] = onDial(from, radius);
  const [x2, y2] = onDial(to, radius);
  const large = (to - from) * dialSweep > 180 ? 1 : 0;
  return `M${x1.toFixed(2)} ${y1.toFixed(2)}A${radius} ${radius} 0 ${large} 1 ${x2.toFixed(2)} ${y2.toFixed(2)}`;
}

const line = (x1: number, y1: number, x2: number, y2: number, kind: string) =>
  s('path', { d: `M${x1} ${y1}L${x2} ${y2}`, class: kind });

export function createSchematic(id: string): Schematic {
  const clip = `receiver-${id}`;
  const level = s('rect', {
    class: 'level',
    x: receiver.x,
    width: receiver.width,
    y: 0,
    height: 0,
    'clip-path': `url(#${clip})`,
  });
  const openingLine = s('path', { class: 'opening' });
  const forbidden = s('path', { class: 'forbidden' });
  const openingMark = s('path', { class: 'opening-mark' });
  const needle = s('path', {
    class: 'needle',
    d: `M${dial.x - 4} ${dial.y + 10}L${dial.x} ${dial.y - 54}L${dial.x + 4} ${dial.y + 10}Z`,
  });
  const ticks = s('g', { class: 'ticks' });
  const title = s('title');
  const vessel = { x: receiver.x, y: receiver.y, width: receiver.width, height: receiver.height, rx: 34 };

  const compressor = s(
    'g',
    { id: `compressor-${id}`, class: 'compressor' },
    s('rect', { x: 14, y: 84, width: 108, height: 82, rx: 10, class: 'body' }),
    s('circle', { cx: 50, cy: 125, r: 24, class: 'part' }),
    s('circle', { cx: 50, cy: 125, r: 5, class: 'hub' }),
    s('path', {
      class: 'fan',
      d: 'M50 120C44 112 46 106 54 104C56 112 54 116 50 120ZM55 125C63 119 69 121 71 129C63 131 59 129 55 125ZM50 130C56 138 54 144 46 146C44 138 46 134 50 130ZM45 125C37 131 31 129 29 121C37 119 41 121 45 125Z',
    }),
    ...[0, 1, 2, 3].map((row) => line(86, 106 + row * 13, 110, 106 + row * 13, 'fin')),
  );
  const tank = s(
    'g',
    { id: `receiver-${id}-group`, class: 'receiver' },
    s('defs', {}, s('clipPath', { id: clip }, s('rect', vessel))),
    s('rect', { ...vessel, class: 'body' }),
    level,
    openingLine,
    s('rect', { ...vessel, class: 'shell' }),
    line(196, 166, 190, 178, 'leg'),
    line(268, 166, 274, 178, 'leg'),
  );
  const leak = s(
    'g',
    { id: `leak-${id}`, class: 'hiss' },
    ...[-50, -25, 0, 25, 50].map((turn, at) =>
      s('path', { class: `stroke stroke-${at}`, d: 'M394 108L394 66', transform: `rotate(${turn} 394 128)` }),
    ),
  );
  const network = s(
    'g',
    { id: `network-${id}`, class: 'network' },
    line(122, 128, receiver.x, 128, 'pipe'),
    line(receiver.x + receiver.width, 128, 494, 128, 'pipe'),
    line(340, 114, 340, 142, 'flange'),
    line(448, 114, 448, 142, 'flange'),
  );
  const sensor = s(
    'g',
    { id: `sensor-${id}`, class: 'sensor' },
    line(494, 128, 508, 128, 'pipe'),
    s('circle', { cx: dial.x, cy: dial.y, r: dial.radius + 10, class: 'body' }),
    s('path', { d: arc(0, 1, dial.radius), class: 'scale' }),
    forbidden,
    ticks,
    openingMark,
    needle,
    s('circle', { cx: dial.x, cy: dial.y, r: 8, class: 'hub' }),
  );
  const element = s(
    'svg',
    { class: 'schematic', viewBox: '0 0 650 184', role: 'img' },
    title,
    network,
    leak,
    compressor,
    tank,
    sensor,
  );
  let drawn = '';

  function drawScale(end: number, opening: number | undefined): void {
    const step = end / 5;
    ticks.replaceChildren(
      ...Array.from({ length: 6 }, (_, at) => {
        const [x, y] = onDial((at * step) / end, dial.radius - 19);
        return s('text', { x: x.toFixed(1), y: (y + 4).toFixed(1) }, String(at * step));
      }),
      ...Array.from({ length: 11 }, (_, at) => {
        const [x1, y1] = onDial(at / 10, dial.radius - 5);
        const [x2, y2] = onDial(at / 10, dial.radius + 2);
        return s('path', { d: `M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}` });
      }),
    );
    if (opening === undefined) {
      for (const mark of [openingLine, forbidden, openingMark]) mark.setAttribute('d', '');
      return;
    }
    const part = share(opening, end);
    const y = receiver.y + receiver.height * (1 - part);
    openingLine.setAttribute('d', `M${receiver.x - 8} ${y}L${receiver.x + receiver.width + 8} ${y}`);
    forbidden.setAttribute('d', arc(0, part, dial.radius));
    const [x1, y1] = onDial(part, dial.radius - 9);
    const [x2, y2] = onDial(part, dial.radius + 10);
    openingMark.setAttribute('d', `M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}`);
  }

  return {
    element,
    update({ pressure, openingPressure, badge, freshness }, label) {
      if (title.textContent !== label) title.textContent = label;
      const end = scaleEnd(pressure, openingPressure);
      const scale = `${end} ${openingPressure}`;
      if (scale !== drawn) drawScale(end, openingPressure);
      drawn = scale;
      element.dataset.badge = badge;
      element.dataset.freshness = freshness;
      const part = share(pressure ?? 0, end);
      level.setAttribute('y', String(receiver.y + receiver.height * (1 - part)));
      level.setAttribute('height', String(receiver.height * part));
      needle.setAttribute('transform', `rotate(${angle(part).toFixed(2)} ${dial.x} ${dial.y})`);
    },
  };
}
