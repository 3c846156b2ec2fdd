import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { ensurePrometheus, promtool } from './harness/prometheus.ts';

const root = resolve(import.meta.dirname, '..');
const folder = join(root, 'docker/prometheus');

beforeAll(ensurePrometheus);

test('Prometheus accepts the rules and the scrape configuration, and the rules fire when they should', () => {
  expect(promtool(['check', 'config', 'prometheus.yml'], { cwd: folder })).toContain('SUCCESS');
  expect(promtool(['test', 'rules', 'rules.test.yml'], { cwd: folder })).toContain('SUCCESS');
});

test('every alert leads to its paragraph in the runbook, and has a test', () => {
  const rules = readFileSync(join(folder, 'rules.yml'), 'utf8');
  const headings = [...readFileSync(join(root, 'docs/operations.md'), 'utf8').matchAll(/^#+ (.+)$/gm)].map(
    ([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
  );
  const links = [...rules.matchAll(/runbook_url: docs\/operations\.md#(\S+)/g)].map(([, anchor]) => anchor);
  const alerts = [...rules.matchAll(/alert: (\w+)/g)].map(([, name]) => name);
  expect(links).toHaveLength(alerts.length);
  for (const link of links) expect(headings).toContain(link);
  const tests = readFileSync(join(folder, 'rules.test.yml'), 'utf8');
  for (const alert of alerts) expect(tests).toContain(`alertname: ${alert}\n`);
});
