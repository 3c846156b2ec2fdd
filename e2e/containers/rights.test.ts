import { expect, test } from 'vitest';
import { rolesOf } from '../../docker/secrets/elasticsearch.ts';
import { refusal } from './elasticsearch-rights.ts';

const create = (index: string) => `{"create":{"_index":"${index}","_id":"1"}}\n{}\n`;

test.each([
  ['ingestor-air', 'POST', '/_bulk', create('acme-air-data-2026-1-1'), undefined],
  [
    'ingestor-air',
    'POST',
    '/_bulk',
    create('acme-centrale-data-2026-1-1'),
    'create or create_doc or index on acme-centrale-data',
  ],
  ['ingestor-air', 'PUT', '/acme-alerts-2026/_doc/1', '', 'index on acme-alerts-2026'],
  ['ingestor-air', 'DELETE', '/acme-air-data-2026-1-1', '', 'delete_index'],
  ['ingestor-centrale', 'DELETE', '/acme-meters-swaps/_doc/1', '', undefined],
  ['ingestor-air', 'POST', '/_bulk', create('acme-rejected-2026'), undefined],
  ['ingestor-air', 'PUT', '/acme-rejected-2026/_doc/1', '', 'index on acme-rejected-2026'],
  ['alerter', 'POST', '/acme-air-data-*%2C-acme-air-data-2026-1-1/_search', '', undefined],
  ['ingestor-air', 'POST', '/_mget', '{"docs":[{"_index":"acme-air-daily-2026","_id":"1"}]}', undefined],
  ['ingestor-air', 'POST', '/_mget', '{"docs":[{"_index":"acme-centrale-daily-2026"}]}', 'read on acme-centrale-daily'],
  ['alerter', 'PUT', '/acme-alerts-2026/_create/1', '', undefined],
  ['alerter', 'PUT', '/acme-air-data-2026-1-1/_create/1', '', 'index or create or create_doc on acme-air-data'],
  ['live-page', 'POST', '/acme-*/_search', '', undefined],
  ['live-page', 'PUT', '/acme-alerts-2026/_doc/1', '', undefined],
  ['live-page', 'PUT', '/acme-air-daily-2026/_doc/1', '', 'index on acme-air-daily-2026'],
  ['live-page', 'PUT', '/_index_template/acme-alerts', '', 'manage_index_templates on the cluster'],
  ['operations', 'PUT', '/_snapshot/backups/acme-1', '', undefined],
  ['operations', 'PUT', '/acme-health-2026/_doc/2026-11-26', '', undefined],
  ['operations', 'PUT', '/_index_template/acme-health', '', undefined],
  ['operations', 'PUT', '/_index_template/acme-canary', '', undefined],
  ['operations', 'PUT', '/acme-canary-2026/_doc/1', '', undefined],
  ['operations', 'POST', '/acme-canary-2026/_update/1', '', undefined],
  ['operations', 'POST', '/acme-air-canary-*/_refresh', '', undefined],
  ['operations', 'POST', '/acme-air-canary-*/_count', '', undefined],
  ['operations', 'DELETE', '/acme-air-canary-2024,acme-canary-2024', '', undefined],
  ['alerter', 'GET', '/acme-canary-2026/_doc/1', '', undefined],
  ['alerter', 'POST', '/acme-canary-2026/_update/1', '', undefined],
  ['alerter', 'DELETE', '/acme-canary-2026', '', 'delete_index'],
  ['ingestor-air', 'POST', '/_bulk', create('acme-air-canary-2026'), undefined],
  ['ingestor-air', 'POST', '/_bulk', create('acme-canary-2026'), 'create'],
  ['operations', 'DELETE', '/acme-air-data-2026-1-1', '', undefined],
  ['operations', 'DELETE', '/acme-air-daily-2026', '', 'delete_index or manage on acme-air-daily-2026'],
  ['operations', 'PUT', '/acme-alerts-2026/_mapping', '', undefined],
  ['operations', 'POST', '/acme-air-daily-2026/_bulk', '{"index":{"_id":"1"}}\n{}\n', undefined],
  ['operations', 'PUT', '/acme-meters-swaps/_mapping', '', undefined],
  ['operations', 'POST', '/acme-meters-swaps/_bulk', '{"index":{"_id":"1"}}\n{}\n', undefined],
  ['operations', 'PUT', '/acme-rejected-2026/_mapping', '', undefined],
  ['operations', 'POST', '/acme-air-data-2026-1-1/_bulk', '{"index":{"_id":"1"}}\n{}\n', undefined],
  ['operations', 'PUT', '/acme-notes-2026/_doc/1', '', 'index on acme-notes-2026'],
  ['operations', 'PUT', '/acme-notes-2026/_mapping', '', 'mapping/put or manage on acme-notes-2026'],
  ['kibana-import', 'POST', '/acme-air-data-*/_search', '', 'read on acme-air-data-*'],
  ['operations', 'PUT', '/acme-alerts-2026/_settings', '', 'manage on acme-alerts-2026'],
  ['operations', 'POST', '/acme-alerts-2026/_bulk', '{"index":{"_id":"1"}}\n{}\n', undefined],
  ['operations', 'DELETE', '/acme-alerts-2026/_doc/1', '', 'delete on acme-alerts-2026'],
  ['operations', 'PUT', '/operations-acme', '', undefined],
  ['operations', 'DELETE', '/operations-acme/_doc/lease', '', undefined],
  ['ingestor-air', 'PUT', '/operations-acme/_doc/lease', '', 'index on operations-acme'],
  ['alerter', 'DELETE', '/_snapshot/backups/acme-1', '', 'snapshot'],
])('%s: %s %s', (user, method, path, body, lack) => {
  const { [user]: role } = rolesOf('acme', 'default');
  const found = role && refusal(role, { method, path, body });
  if (lack === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(lack);
});
