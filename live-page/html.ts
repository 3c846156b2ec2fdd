import type { Language } from '../shared/language.ts';

/** Text that is HTML already. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

type Value = Html | string | number | undefined | readonly (Html | string)[];

const written = (value: Value): string => {
  if (value === undefined) return '';
  if (value instanceof Html) return value.text;
  return Array.isArray(value) ? value.map(written).join('') : escaped(String(value));
};

/** HTML with every value escaped, unless it is HTML already. */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Html =>
  new Html(parts.reduce((made, part, at) => made + written(values[at - 1]) + part));

/** A whole page of one column, without script unless one is named. `styles` and `script` are files of ours. */
export const smallPage = (options: {
  basePath: string;
  language: Language;
  title: string;
  content: Html;
  styles?: string;
  script?: string;
}): string =>
  html`<!doctype html>
<html lang="${options.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${options.title}</title>
<link rel="icon" href="${options.basePath}/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${options.basePath}/small.css">
${options.styles ? html`<link rel="stylesheet" href="${options.basePath}/${options.styles}">` : undefined}
${options.script ? html`<script type="module" src="${options.basePath}/${options.script}"></script>` : undefined}
</head>
<body><main>${options.content}</main></body>
</html>
`.text;
