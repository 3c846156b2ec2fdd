import plant from './plant.svg?raw';

/** A copy of the drawing: its parts by their ids as drawn, which are classes here, as there may be several copies. */
export interface Plant {
  readonly svg: SVGSVGElement;
  readonly part: (id: string) => SVGElement | undefined;
}

let parsed: SVGSVGElement | undefined;
let copies = 0;

export function copyOfPlant(): Plant {
  parsed ??= new DOMParser().parseFromString(plant, 'image/svg+xml').documentElement as unknown as SVGSVGElement;
  const svg = document.importNode(parsed, true);
  const parts = new Map<string, SVGElement>();
  const suffix = `-${copies++}`;
  for (const element of svg.querySelectorAll<SVGElement>('*')) {
    if (element.id !== '') {
      parts.set(element.id, element);
      element.classList.add(element.id);
      element.id += suffix;
    }
    for (const attribute of element.attributes) {
      attribute.value = attribute.value.replace(/url\(#([^)]+)\)/g, `url(#$1${suffix})`);
    }
    // Drawing programs write styles into attributes, which the Content-Security-Policy lets only scripts do.
    const style = element.getAttribute('style');
    if (style !== null) element.style.cssText = style;
  }
  return { svg, part: (id) => parts.get(id) };
}
