import {
  canaryTemplate,
  dataTemplate,
  healthTemplate,
  type IndexTemplate,
  incidentTemplate,
  ledgerTemplate,
  meterTemplate,
  rejectionTemplate,
} from '../../shared/elasticsearch/templates.ts';
import { alertNamesOf, healthIndexOf, meterNamesOf, namesOf, rejectionIndexOf } from '../../shared/names.ts';
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
  meterTemplate(meterNamesOf(customer).prefix, replicas),
  rejectionTemplate(rejectionIndexOf(customer), replicas),
  healthTemplate(healthIndexOf(customer), replicas),
  incidentTemplate(alertNamesOf(customer).incidentIndex, replicas),
];
