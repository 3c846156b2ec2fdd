import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Writes what the image is made of (CycloneDX), and under which licences; ends with 1 where one is not known to be free. */
interface Component {
  readonly name: string;
  readonly group?: string;
  readonly version: string;
  readonly licenses?: readonly { readonly license?: { readonly id?: string }; readonly expression?: string }[];
}

const accepted =
  /^(MIT(-0)?|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|MPL-2\.0|CC0-1\.0|Unlicense|BlueOak-1\.0\.0|Python-2\.0|Bitstream-Vera)$/;

/** Its package names no licence in the list's terms; it has a file LICENSE. */
const readByHand: Readonly<Record<string, string>> = { 'dejavu-fonts-ttf': 'Bitstream-Vera' };

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, '.stack/sbom');
const text = execFileSync('npm', ['sbom', '--omit=dev', '--sbom-format=cyclonedx', '--package-lock-only'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
const { components } = JSON.parse(text) as { components: readonly Component[] };
const lines = components
  .map(({ group, name, version, licenses = [] }) => ({
    name: `${group ? `${group}/` : ''}${name}@${version}`,
    licence:
      readByHand[name] ?? licenses.map(({ license, expression }) => license?.id ?? expression ?? '').join(' AND '),
  }))
  .sort((a, b) => a.name.localeCompare(b.name));
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'sbom.cdx.json'), text);
writeFileSync(join(folder, 'licences.tsv'), lines.map(({ name, licence }) => `${name}\t${licence}\n`).join(''));

const isFree = (licence: string) =>
  licence
    .replace(/[()]/g, '')
    .split(/ (?:OR|AND) /)
    .every((part) => accepted.test(part));
const others = lines.filter(({ licence }) => !isFree(licence));
process.stdout.write(`${lines.length} packages in the image; list and licences are in .stack/sbom.\n`);
for (const { name, licence } of others) process.stdout.write(`  look at ${name}: ${licence || 'no licence named'}\n`);
if (others.length > 0) process.exitCode = 1;
