/** Pixels of a panel's inside. */
export interface Frame {
  readonly width: number;
  readonly height: number;
}

/** For text and attributes of SVG. */
export const escaped = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A line of text with its baseline at y. */
export function text(
  content: string,
  options: {
    readonly x: number;
    readonly y: number;
    readonly size: number;
    readonly fill?: string;
    readonly anchor?: 'start' | 'end';
    readonly bold?: boolean;
  },
): string {
  const { x, y, size, fill = '#0f172a', anchor = 'start', bold = false } = options;
  const weight = bold ? ' font-weight="bold"' : '';
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" text-anchor="${anchor}"${weight}>${escaped(content)}</text>`;
}

/** Breaks a paragraph between words, at so many characters. */
export function wrapped(paragraph: string, characters: number): string[] {
  const lines = [''];
  for (const word of paragraph.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length >= characters) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}

/** As Kibana shows what is too long. */
export const cut = (content: string, characters: number): string =>
  content.length <= characters ? content : `${content.slice(0, Math.floor(characters) - 1).trimEnd()}…`;
