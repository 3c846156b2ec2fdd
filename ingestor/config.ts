import type { z } from 'zod';
import {
  type ActivemqConfig,
  activemqVariables,
  buildActivemq,
  buildCommon,
  buildElasticsearch,
  type CommonConfig,
  commonVariables,
  type ElasticsearchConfig,
  elasticsearchVariables,
} from '../shared/config/common.ts';
import { defineConfig } from '../shared/config/read.ts';
import { decimal, oneOf, perDevice, whole } from '../shared/config/values.ts';
import { sensorTypes } from '../shared/sensors/index.ts';
import type { SiteSettings } from '../shared/sensors/sensor.ts';

export interface IngestorConfig extends CommonConfig {
  readonly sensorType: string;
  readonly activemq: ActivemqConfig;
  readonly elasticsearch: ElasticsearchConfig;
  /** Copies of each index on other Elasticsearch nodes; 0 where there is one node. */
  readonly replicas: number;
  readonly site: SiteSettings;
}

const isPressure = (bar: number) => bar >= 0 && bar <= 1000;

const variables = {
  ...commonVariables,
  ...activemqVariables,
  ...elasticsearchVariables,
  SENSOR_TYPE: oneOf(sensorTypes.map(({ name }) => name)),
  ELASTICSEARCH_REPLICAS: whole(0, 10).default(0),
  AIR_OPENING_PRESSURE: decimal('must be a pressure in bar, 0 to 1000', isPressure).optional(),
  AIR_OPENING_PRESSURES: perDevice('is not a device and a pressure in bar, such as air-1=6', isPressure).optional(),
} satisfies z.ZodRawShape;

export const ingestorConfiguration = defineConfig(
  variables,
  (values): IngestorConfig => ({
    ...buildCommon(values),
    sensorType: values.SENSOR_TYPE,
    activemq: buildActivemq(values),
    elasticsearch: buildElasticsearch(values),
    replicas: values.ELASTICSEARCH_REPLICAS,
    site: {
      // People know a device by its name or by its number: either may be configured.
      openingPressure: (deviceId, device) =>
        values.AIR_OPENING_PRESSURES?.get(deviceId) ??
        values.AIR_OPENING_PRESSURES?.get(device) ??
        values.AIR_OPENING_PRESSURE,
    },
  }),
);
