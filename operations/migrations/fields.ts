import type { estypes } from '@elastic/elasticsearch';

export type Properties = Readonly<Record<string, estypes.MappingProperty>>;

/** What an index lacks of what its template says. */
export interface Difference {
  /** Top-level properties to be added or completed. */
  readonly missing: Properties;
  /** `slope`, `acknowledged.note`: fields that are not indexed yet. */
  readonly fields: readonly string[];
  /** Fields that have another type already. That cannot be changed in place. */
  readonly conflicts: readonly string[];
}

/** Compares field by field, those inside of objects too. What the index has beyond its template stays. */
export function compareFields(wanted: Properties, present: Properties): Difference {
  const missing: Record<string, estypes.MappingProperty> = {};
  const fields: string[] = [];
  const conflicts: string[] = [];
  const known = leavesOf(present);
  for (const [name, property] of Object.entries(wanted)) {
    const leaves = [...leavesOf({ [name]: property })];
    const others = leaves.filter(([path, type]) => known.has(path) && known.get(path) !== type);
    conflicts.push(...others.map(([path, type]) => `${path} is ${known.get(path)}, not ${type}`));
    const absent = leaves.filter(([path]) => !known.has(path)).map(([path]) => path);
    if (others.length > 0 || absent.length === 0) continue;
    missing[name] = property;
    fields.push(...absent);
  }
  return { missing, fields, conflicts };
}

/** Type by path. */
function leavesOf(properties: Properties, prefix = ''): Map<string, string> {
  const leaves = new Map<string, string>();
  for (const [name, property] of Object.entries(properties)) {
    const inner = 'properties' in property ? property.properties : undefined;
    if (inner) for (const [path, type] of leavesOf(inner, `${prefix}${name}.`)) leaves.set(path, type);
    else leaves.set(`${prefix}${name}`, property.type ?? 'object');
  }
  return leaves;
}

/** Whether a document has something in one of these fields. */
export const hasField = (source: Readonly<Record<string, unknown>>, fields: readonly string[]): boolean =>
  fields.some((path) => {
    const values = path.split('.').reduce<unknown[]>(
      (found, part) =>
        found
          .flat()
          .map((value) => (value as Record<string, unknown> | null | undefined)?.[part])
          .filter((value) => value !== undefined && value !== null),
      [source],
    );
    return values.length > 0;
  });
