import type { IndexTemplate } from '../../shared/elasticsearch/templates.ts';
import { rewrite } from '../rewrite.ts';
import { familiesOf } from './families.ts';
import { compareFields, hasField } from './fields.ts';
import type { Migration, MigrationContext, Pending } from './migration.ts';

/**
 * A template counts for indices that are made later. This brings the fields of a newer one into indices that exist; those of a
 * year are written to for months. Documents that had such a field already, written by a newer service, are indexed by it.
 */
export const mappings: Migration = {
  id: '1-mappings',
  about: 'Existing indices know every field of their template.',
  async pending({ client, config }) {
    const found: Pending[] = [];
    for (const family of familiesOf(config.customer, config.replicas)) found.push(...(await pendingOf(client, family)));
    return found;
  },
};

async function pendingOf(
  client: MigrationContext['client'],
  { name: prefix, body }: IndexTemplate,
): Promise<readonly Pending[]> {
  const indices = await client.indices.getMapping({ index: `${prefix}-*`, allow_no_indices: true });
  const wanted = body.template.mappings.properties ?? {};
  const found: Pending[] = [];
  for (const [index, { mappings: present }] of Object.entries(indices).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { missing, fields, conflicts } = compareFields(wanted, present.properties ?? {});
    // An earlier run may have got no further than the mapping.
    const unindexed = (present._meta?.unindexed as string[] | undefined) ?? [];
    const open = [...new Set([...unindexed, ...fields])];
    if (open.length === 0) continue;
    const odd = conflicts.length > 0 ? ` (${conflicts.join(', ')}: left as it is)` : '';
    found.push({
      what: `${index}: ${open.join(', ')}${odd}`,
      async run(check) {
        check();
        const meta = { ...present._meta };
        await client.indices.putMapping({ index, properties: missing, _meta: { ...meta, unindexed: open } });
        const { written, skipped } = await rewrite(client, index, {
          check,
          change: (source) => (hasField(source, open) ? source : undefined),
        });
        check();
        const { unindexed: _, ...others } = meta;
        if (skipped === 0) await client.indices.putMapping({ index, _meta: others });
        return written;
      },
    });
  }
  return found;
}
