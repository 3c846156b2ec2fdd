/** Which documents count: the part of Kibana's query language (KQL) that the dashboards need, as data. */
export type Condition =
  | { readonly field: string; readonly is: string | number }
  | { readonly field: string; readonly from?: number; readonly below: number }
  | { readonly field: string; readonly isOneOf: readonly string[] }
  /** The field has a value. */
  | { readonly present: string }
  | { readonly all: readonly Condition[] }
  | { readonly not: Condition };

/** As KQL, which Kibana stores. */
export function toKql(condition: Condition): string {
  if ('all' in condition) return condition.all.map(inner).join(' and ');
  if ('not' in condition) return `not ${inner(condition.not)}`;
  if ('present' in condition) return `${condition.present} : *`;
  if ('is' in condition) return `${condition.field} : ${quoted(condition.is)}`;
  if ('isOneOf' in condition) return `${condition.field} : (${condition.isOneOf.map(quoted).join(' or ')})`;
  const below = `${condition.field} < ${condition.below}`;
  return condition.from === undefined ? below : `${condition.field} >= ${condition.from} and ${below}`;
}

const inner = (condition: Condition): string =>
  'all' in condition || 'not' in condition || 'from' in condition ? `(${toKql(condition)})` : toKql(condition);

const quoted = (value: string | number): string => (typeof value === 'number' ? String(value) : `"${value}"`);

/** In Elasticsearch's query language: what Kibana makes of the KQL above. */
export function toQuery(condition: Condition): object {
  if ('all' in condition) return { bool: { filter: condition.all.map(toQuery) } };
  if ('not' in condition) return { bool: { must_not: [toQuery(condition.not)] } };
  if ('present' in condition) return { exists: { field: condition.present } };
  if ('is' in condition) return { term: { [condition.field]: condition.is } };
  if ('isOneOf' in condition) return { terms: { [condition.field]: condition.isOneOf } };
  const { field, from, below } = condition;
  return { range: { [field]: from === undefined ? { lt: below } : { gte: from, lt: below } } };
}

/** Every field that it looks at. */
export function fieldsOf(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(fieldsOf);
  if ('not' in condition) return fieldsOf(condition.not);
  return ['present' in condition ? condition.present : condition.field];
}
