import type { estypes } from '@elastic/elasticsearch';
import {
  dataTemplate,
  healthTemplate,
  incidentTemplate,
  ledgerTemplate,
  rejectionTemplate,
} from '../shared/elasticsearch/templates.ts';
import { alertNamesOf, healthIndexOf, namesOf, rejectionIndexOf } from '../shared/names.ts';
import { sensorTypes } from '../shared/sensors/index.ts';

/** Readings of a type, its daily ledger, both of all types, the incidents, the refused readings, the cluster's room. */
export const dataViewIds = [
  'air',
  'air-days',
  'centrale',
  'centrale-days',
  'devicev01',
  'all',
  'all-days',
  'incidents',
  'rejected',
  'health',
] as const;
export type DataViewId = (typeof dataViewIds)[number];

export interface KibanaDataView {
  readonly id: DataViewId;
  /** Index pattern, comma-separated. */
  readonly pattern: string;
  readonly timeField: string;
  /** Every field that may be asked for, with its Elasticsearch type: those of the index template, or common to all of several. */
  readonly fields: ReadonlyMap<string, string>;
}

/** The index families of a customer that the dashboards look at. The templates are the source of every field. */
export function dataViewsOf(customer: string): Readonly<Record<DataViewId, KibanaDataView>> {
  const readings = (id: DataViewId, types = sensorTypes) =>
    viewOf(
      id,
      'timestamp',
      types.map((type) => dataTemplate(type, namesOf(customer, type.name).dataIndex, 0)),
    );
  const days = (id: DataViewId, types = sensorTypes) =>
    viewOf(
      id,
      'day',
      types.map((type) => ledgerTemplate(type, namesOf(customer, type.name).ledgerIndex, 0)),
    );
  const named = (name: string) => sensorTypes.filter((type) => type.name === name);
  return {
    air: readings('air', named('air')),
    'air-days': days('air-days', named('air')),
    centrale: readings('centrale', named('centrale')),
    'centrale-days': days('centrale-days', named('centrale')),
    devicev01: readings('devicev01', named('devicev01')),
    all: readings('all'),
    'all-days': days('all-days'),
    incidents: viewOf('incidents', 'openedAt', [incidentTemplate(alertNamesOf(customer).incidentIndex, 0)]),
    rejected: viewOf('rejected', 'rejectedAt', [rejectionTemplate(rejectionIndexOf(customer), 0)]),
    health: viewOf('health', 'at', [healthTemplate(healthIndexOf(customer), 0)]),
  };
}

type Template = ReturnType<typeof dataTemplate>;

function viewOf(id: DataViewId, timeField: string, templates: readonly Template[]): KibanaDataView {
  const [first = new Map<string, string>(), ...others] = templates.map((template) =>
    flat(template.body.template.mappings.properties ?? {}),
  );
  const common = [...first].filter(([field, type]) => others.every((other) => other.get(field) === type));
  return {
    id,
    pattern: templates.flatMap((template) => template.body.index_patterns).join(','),
    timeField,
    fields: new Map(common),
  };
}

function flat(properties: Record<string, estypes.MappingProperty>, prefix = ''): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [name, property] of Object.entries(properties)) {
    if ('properties' in property && property.properties)
      for (const [inner, type] of flat(property.properties, `${prefix}${name}.`)) fields.set(inner, type);
    else fields.set(prefix + name, property.type ?? 'object');
  }
  return fields;
}
