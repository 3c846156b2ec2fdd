import {
  canaryTemplate,
  dataTemplate,
  healthTemplate,
  type IndexTemplate,
  incidentTemplate,
  ledgerTemplate,
  meterTemplate,
  rejectionTemplate,
  runTemplate,
} from '../../shared/elasticsearch/templates.ts';
import {
  alertNamesOf,
  canaryRunIndexOf,
  healthIndexOf,
  meterNamesOf,
  namesOf,
  rejectionIndexOf,
} from '../../shared/names.ts';
import { sensorTypes } from '../../shared/sensors/index.ts';

/** The templates of all index families of a customer. */
export const familiesOf = (customer: string, replicas: number): readonly IndexTemplate[] => [
  ...sensorTypes.flatMap((sensor) => {
    const { dataIndex, ledgerIndex, canaryIndex } = namesOf(customer, sensor.name);
    return [
      dataTemplate(sensor, dataIndex, replicas),
      ledgerTemplate(sensor, ledgerIndex, replicas),
      canaryTemplate(canaryIndex, replicas),
    ];
  }),
  runTemplate(canaryRunIndexOf(customer), replicas),
  meterTemplate(meterNamesOf(customer).prefix, replicas),
  rejectionTemplate(rejectionIndexOf(customer), replicas),
  healthTemplate(healthIndexOf(customer), replicas),
  incidentTemplate(alertNamesOf(customer).incidentIndex, replicas),
];
