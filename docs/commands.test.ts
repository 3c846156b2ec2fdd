import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const pages = globSync('**/*.md', { cwd: root, exclude: ['**/node_modules/**', '.stack/**', 'live-page/dist/**'] });
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

interface Command {
  readonly page: string;
  /** `ingestor/recompute.ts`, or what else npm runs. */
  readonly file: string;
  readonly options: readonly string[];
}

/** Every command in fences and backticks, also one that goes over two lines. */
function commandsOf(page: string): Command[] {
  const found: Command[] = [];
  const code = [...read(page).matchAll(/^ *```sh\n([\s\S]*?)^ *```|(?<!`)`([^`]+)`(?!`)/gm)];
  for (const line of code.flatMap(([, fence, inline]) => (fence ?? inline?.replace(/\s+/g, ' ') ?? '').split('\n'))) {
    const script = /npm run (?:-s |--silent )?([a-z][\w:-]*)(.*)/.exec(line);
    const direct = /(?:^|\s)node ([a-z][\w/-]*\.ts)(.*)/.exec(line);
    const file = script?.[1] === undefined ? direct?.[1] : /^node (\S+)/.exec(scripts[script[1]] ?? '')?.[1];
    if (file === undefined) continue;
    const rest = (script?.[2] ?? direct?.[2] ?? '').replace(/'[^']*'/g, '');
    const options = [...rest.matchAll(/ (--[a-z][a-z-]*)/g)].map(([, option = '']) => option);
    found.push({ page, file, options: options.filter((option) => option !== '--help') });
  }
  return found;
}

const commands = pages.flatMap(commandsOf);

test('commands are found in these pages at all', () => {
  expect(commands.length).toBeGreaterThan(40);
  expect(commands.flatMap(({ options }) => options).length).toBeGreaterThan(15);
});

test('what node is told to run exists', () => {
  expect(commands.filter(({ file }) => !existsSync(join(root, file)))).toEqual([]);
});

const byFile = Map.groupBy(
  commands.filter(({ options }) => options.length > 0),
  ({ file }) => file,
);

test.each([...byFile])('%s knows the options that pages name', async (file, uses) => {
  const help = await helpOf(file);
  const unknown = uses.flatMap(({ page, options }) =>
    options.filter((option) => !new RegExp(`${option}(?![a-z-])`).test(help)).map((option) => `${page}: ${option}`),
  );
  expect(unknown).toEqual([]);
});

function helpOf(file: string): Promise<string> {
  return new Promise((done, failed) => {
    const options = { cwd: root, env: { PATH: process.env.PATH ?? '' } };
    execFile(process.execPath, [file, '--help'], options, (error, out, err) => {
      if (error) failed(new Error(`${file} --help: ${error.message}`));
      else done(out + err);
    });
  });
}

describe('a page in French', () => {
  const french = pages.filter((page) => page.endsWith('.fr.md'));
  const shapeOf = (page: string) => {
    const text = read(page).replace(/^ *```[\s\S]*?^ *```/gm, '```');
    return {
      headings: [...text.matchAll(/^(#+) /gm)].map(([, marks]) => marks),
      lists: [...text.matchAll(/^ *(\d+)\. /gm)].map(([, number]) => number),
      tables: [...text.matchAll(/^\|(?:[^\n]*\n\|)+/gm)].map(([table]) => table.split('\n').length),
      pictures: [...text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, picture]) => picture),
      commands: commandsOf(page).map(({ file, options }) => [file, ...options].join(' ')),
    };
  };

  test('exists for each guide', () => {
    expect(french.sort()).toEqual(['docs/install.fr.md', 'docs/operations.fr.md', 'docs/user-guide.fr.md']);
  });

  test.each(french)('%s says what the English one says', (page) => {
    expect(shapeOf(page)).toEqual(shapeOf(page.replace('.fr.md', '.md')));
  });
});

test('alerts lead to a chapter of the runbook', () => {
  const rules = read('docker/prometheus/rules.yml');
  const links = [...rules.matchAll(/runbook_url: (\S+)/g)].map(([, link = '']) => link);
  expect(links.length).toBe([...rules.matchAll(/^ *- alert:/gm)].length);
  for (const link of links) {
    const [, file = '', anchor = ''] = /([^/]+\/[^/#]+\.md)#(.*)$/.exec(link) ?? [];
    const headings = [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    );
    expect(headings, link).toContain(anchor);
  }
});

test('the files that diagrams name exist', () => {
  const diagrams = [...read('docs/diagrams.md').matchAll(/^```mermaid\n([\s\S]*?)^```/gm)].map(([, text = '']) => text);
  const files = diagrams.flatMap((text) => text.match(/[a-z-]+(?:\/[a-z-]+)*\.ts/g) ?? []);
  expect(files.length).toBeGreaterThan(30);
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});
