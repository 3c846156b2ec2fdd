import { chartSize } from './chart.ts';
import { escapeMarkup } from './escape.ts';
import { looks } from './look.ts';
import type { Figure, Item, Link, Mail } from './mail.ts';

const fonts = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const light = { page: '#eef2f7', card: '#ffffff', ink: '#0f172a', soft: '#475569', line: '#dbe2ea', warn: '#fef3c7' };
const dark = { page: '#060a13', card: '#0b1220', ink: '#f1f5f9', soft: '#a3b1c6', line: '#26334d', warn: '#33270a' };
const cardWidth = 600;

/** Escaped; a number stays on one line with its unit, and its digits with each other. */
const e = (text: string): string =>
  escapeMarkup(text)
    .replace(/(\d) (?=\p{L}{1,4}(?!\p{L})|\d|€)/gu, '$1&nbsp;')
    .replace('(id ', '(id&nbsp;');

/** The same for text that is read and not an attribute: a device such as `air-1` is not broken at its hyphen. */
const prose = (text: string): string =>
  e(text).replace(/(?<![\p{L}\d-])\p{L}{1,12}-\d{1,4}(?![\p{L}\d-])/gu, '<span style="white-space:nowrap">$&</span>');

/** Tables throughout: Outlook for Windows lays out nothing else. */
const table = (attributes: string, rows: string): string =>
  `<table role="presentation" cellpadding="0" cellspacing="0" border="0" ${attributes}>${rows}</table>`;
const wide = 'width="100%" style="width:100%;border-collapse:collapse"';

/**
 * A mail as HTML: one column, styles inline, system fonts, nothing from elsewhere. The style sheet only adds what a mail
 * program may ignore: dark colours. `picture` is the address of the chart: a `cid:` in a mail, a `data:` in a preview.
 */
export function renderHtml(mail: Mail, picture: string | undefined): string {
  const { onLight, shape } = looks[mail.state];
  return `<!doctype html>
<html lang="${e(mail.language)}" xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="x-apple-disable-message-reformatting">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${e(mail.subject)}</title>
<style>${styles(mail)}</style>
</head>
<body class="page" style="margin:0;padding:0;background:${light.page};-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${e(mail.preview)}${'&#847;&zwnj;&nbsp;'.repeat(40)}</div>
${table(
  `class="page" ${wide.replace('style="', `bgcolor="${light.page}" style="background:${light.page};`)}`,
  `<tr><td align="center" style="padding:12px 8px">
<!--[if mso]><table role="presentation" width="${cardWidth}" cellpadding="0" cellspacing="0"><tr><td><![endif]-->
${table(
  `class="card" width="100%" bgcolor="${light.card}" style="width:100%;max-width:${cardWidth}px;background:${light.card};border-radius:12px;border-collapse:separate;font-family:${fonts};color:${light.ink}"`,
  `<tr><td class="bar" bgcolor="${onLight}" style="height:6px;line-height:6px;font-size:0;background:${onLight};border-radius:12px 12px 0 0">&nbsp;</td></tr>
<tr><td style="padding:18px 20px 22px">
${table(
  wide,
  `<tr><td class="state" style="font-size:17px;font-weight:700;color:${onLight};white-space:nowrap">${shape}&nbsp;${e(mail.stateName)}</td>
<td class="soft" align="right" style="font-size:13px;color:${light.soft};word-break:break-word;padding-left:12px">${prose(mail.place)}</td></tr>`,
)}
<h1 class="ink" style="margin:10px 0 14px;font-size:21px;line-height:1.3;font-weight:700;color:${light.ink};word-break:break-word">${prose(mail.headline)}</h1>
${mail.warnings.map(warning).join('\n')}
${mail.figures.length > 0 ? table(wide, mail.figures.map((one, index) => figure(one, index === 0 ? onLight : undefined)).join('\n')) : ''}
${mail.items.length > 0 ? table(wide, mail.items.map(item).join('\n')) : ''}
${picture === undefined || !mail.chart ? '' : chart(picture, mail.chart.description)}
${mail.buttons.map((link, index) => button(link, index === 0)).join('\n')}
${mail.links.map(textLink).join('\n')}
<p class="soft small" style="margin:18px 0 0;padding-top:12px;border-top:1px solid ${light.line};font-size:12px;line-height:1.5;color:${light.soft}">${mail.smallPrint.map(e).join('<br>')}</p>
</td></tr>`,
)}
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>`,
)}
</body>
</html>
`;
}

const styles = ({ state }: Mail): string => `
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.page{background:${dark.page}!important}
.card{background:${dark.card}!important}
.bar{background:${looks[state].onDark}!important}
.state,.hero{color:${looks[state].onDark}!important}
.ink{color:${dark.ink}!important}
.soft{color:${dark.soft}!important}
.row,.small{border-color:${dark.line}!important}
.warn{background:${dark.warn}!important;color:#fde68a!important}
.first{background:${dark.ink}!important}
.first a{color:${dark.card}!important}
.second{border-color:${dark.soft}!important}
.second a,.link{color:${dark.ink}!important}
${Object.entries(looks)
  .map(([name, { onDark }]) => `.on-${name}{color:${onDark}!important}`)
  .join('\n')}
}
`;

const warning = (text: string): string =>
  table(
    'width="100%" style="width:100%;border-collapse:separate;margin:0 0 12px"',
    `<tr><td class="warn" style="padding:10px 12px;background:${light.warn};border-left:4px solid #d97706;border-radius:4px;font-size:15px;line-height:1.4;font-weight:600;color:#78350f">${e(text)}</td></tr>`,
  );

const heroSize = ({ length }: string): number => (length <= 6 ? 40 : length <= 10 ? 30 : 22);

/** `heroColour` makes it the hero. */
function figure({ label, value, unit, detail }: Figure, heroColour: string | undefined): string {
  const hero = heroColour !== undefined;
  const size = hero ? heroSize(value) : value.length > 20 ? 16 : 19;
  const unitText =
    unit === undefined ? '' : `<span style="font-size:${hero ? 20 : 14}px;font-weight:600">&nbsp;${e(unit)}</span>`;
  const small =
    detail === undefined
      ? ''
      : `<div class="soft" style="font-size:14px;line-height:1.35;font-weight:400;color:${light.soft}">${e(detail)}</div>`;
  return `<tr><td class="soft row" valign="top" width="36%" style="width:36%;padding:${hero ? 12 : 9}px 10px 9px 0;border-top:1px solid ${light.line};font-size:15px;line-height:1.35;color:${light.soft}">${e(label)}</td>
<td class="ink row" valign="top" style="padding:7px 0 9px;border-top:1px solid ${light.line};color:${light.ink}"><div${hero ? ' class="hero"' : ''} style="font-size:${size}px;line-height:1.2;font-weight:700;font-variant-numeric:tabular-nums${hero ? `;color:${heroColour}` : ''}">${e(value)}${unitText}</div>${small}</td></tr>`;
}

const item = ({ state, text, links }: Item): string =>
  `<tr><td class="row on-${state}" valign="top" width="26" style="width:26px;padding:11px 0;border-top:1px solid ${light.line};font-size:16px;line-height:1.35;color:${looks[state].onLight}">${looks[state].shape}</td>
<td class="ink row" valign="top" style="padding:11px 0;border-top:1px solid ${light.line};font-size:16px;line-height:1.35;color:${light.ink};word-break:break-word">${prose(text)}${
    links.length === 0
      ? ''
      : `<div style="padding-top:6px">${links
          .map(
            ({ label, url }) =>
              `<a class="link" href="${e(url)}" style="display:inline-block;padding:6px 12px 6px 0;font-size:15px;font-weight:600;color:${light.ink}">${e(label)}</a>`,
          )
          .join(' ')}</div>`
  }</td></tr>`;

const chart = (address: string, description: string): string =>
  `<img src="${e(address)}" alt="${e(description)}" width="${cardWidth - 40}" style="display:block;width:100%;max-width:${cardWidth - 40}px;height:auto;aspect-ratio:${chartSize.width}/${chartSize.height};margin:12px 0 4px;border:0;border-radius:10px">`;

/** The whole cell is the button: a border and a ground that also Outlook draws. */
function button({ label, url }: Link, first: boolean): string {
  const ground = first ? `bgcolor="${light.ink}"` : '';
  const box = first ? `background:${light.ink};border:2px solid ${light.ink}` : `border:2px solid ${light.soft}`;
  return table(
    'width="100%" style="width:100%;border-collapse:separate;margin:12px 0 0"',
    `<tr><td class="${first ? 'first' : 'second'}" ${ground} align="center" style="${box};border-radius:10px;mso-padding-alt:14px 16px"><a href="${e(url)}" style="display:block;padding:14px 16px;font-size:18px;line-height:1.2;font-weight:700;text-decoration:none;color:${first ? '#ffffff' : light.ink}">${e(label)}</a></td></tr>`,
  );
}

const textLink = ({ label, url }: Link): string =>
  `<p style="margin:16px 0 0;text-align:center;font-size:15px"><a class="link" href="${e(url)}" style="color:${light.ink}">${e(label)}</a></p>`;
