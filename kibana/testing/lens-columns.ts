import { z } from 'zod';

// What Kibana's own type definitions and schemas allow of a stored dashboard, as of 8.19 and 9.x, as far as the dashboards
// use it (docs/dashboards.md names the sources). Strict: a key that Kibana does not know is a mistake here.

export const strict = z.strictObject;
export const optional = <T extends z.ZodType>(type: T) => type.optional();

export const query = strict({ query: z.string(), language: z.enum(['kuery', 'lucene']) });
const numberFormat = strict({
  id: z.enum(['number', 'percent']),
  params: strict({ decimals: z.int().min(0), suffix: optional(z.string()), compact: optional(z.boolean()) }),
});

const column = {
  label: z.string().min(1),
  customLabel: optional(z.boolean()),
  scale: z.enum(['ordinal', 'interval', 'ratio']),
  timeShift: optional(z.string().regex(/^\d+[smhdwMy]$/)),
  filter: optional(query),
};
const bucket = { ...column, isBucketed: z.literal(true) };
const figure = { ...column, isBucketed: z.literal(false), sourceField: z.string().min(1) };
const computed = { ...column, isBucketed: z.literal(false), references: z.array(z.string()) };

const mathNode: z.ZodType = z.lazy(() =>
  z.union([
    z.number(),
    z.string(),
    strict({
      type: z.literal('function'),
      name: z.enum(['add', 'subtract', 'multiply', 'divide']),
      args: z.array(mathNode).length(2),
      location: optional(strict({ min: z.number(), max: z.number() })),
      text: optional(z.string()),
    }),
  ]),
);

/** A column of Lens's form-based data source, by its operation. */
export const lensColumn = z.discriminatedUnion('operationType', [
  strict({
    ...bucket,
    operationType: z.literal('date_histogram'),
    dataType: z.literal('date'),
    sourceField: z.string(),
    params: strict({
      interval: z.string().regex(/^(auto|\d*(ms|[smhdwMqy]))$/),
      includeEmptyRows: z.boolean(),
      dropPartials: z.boolean(),
    }),
  }),
  strict({
    ...bucket,
    operationType: z.literal('terms'),
    dataType: z.enum(['string', 'number']),
    sourceField: z.string(),
    params: strict({
      size: z.int().min(1).max(1000),
      orderBy: strict({ type: z.literal('alphabetical'), fallback: z.boolean() }),
      orderDirection: z.enum(['asc', 'desc']),
      otherBucket: z.boolean(),
      missingBucket: z.boolean(),
      parentFormat: strict({ id: z.literal('terms') }),
    }),
  }),
  strict({
    ...bucket,
    operationType: z.literal('range'),
    dataType: z.literal('number'),
    sourceField: z.string(),
    params: strict({
      type: z.literal('histogram'),
      maxBars: z.union([z.literal('auto'), z.number()]),
      ranges: z.array(strict({ from: z.number(), to: z.number(), label: z.string() })),
      includeEmptyRows: z.boolean(),
    }),
  }),
  strict({
    ...bucket,
    operationType: z.literal('filters'),
    dataType: z.literal('string'),
    params: strict({ filters: z.array(strict({ label: z.string(), input: query })).min(1) }),
  }),
  strict({
    ...figure,
    operationType: z.enum(['count', 'sum']),
    dataType: z.literal('number'),
    params: strict({ emptyAsNull: z.boolean(), format: optional(numberFormat) }),
  }),
  strict({
    ...figure,
    operationType: z.enum(['average', 'median']),
    dataType: z.literal('number'),
    params: strict({ format: optional(numberFormat) }),
  }),
  // The only ones that Lens computes of a date.
  strict({
    ...figure,
    operationType: z.enum(['min', 'max']),
    dataType: z.enum(['number', 'date']),
    params: strict({ format: optional(numberFormat) }),
  }),
  strict({
    ...figure,
    operationType: z.literal('last_value'),
    dataType: z.enum(['number', 'date', 'string']),
    params: strict({ sortField: z.string(), showArrayValues: z.boolean(), format: optional(numberFormat) }),
  }),
  strict({
    ...computed,
    operationType: z.literal('formula'),
    dataType: z.literal('number'),
    params: strict({ formula: z.string().min(1), isFormulaBroken: z.literal(false), format: optional(numberFormat) }),
  }),
  strict({
    ...computed,
    operationType: z.literal('math'),
    dataType: z.literal('number'),
    params: strict({ tinymathAst: mathNode }),
  }),
  strict({
    ...computed,
    operationType: z.literal('static_value'),
    dataType: z.literal('number'),
    isStaticValue: z.literal(true),
    params: strict({ value: z.string().regex(/^-?\d/) }),
  }),
]);
