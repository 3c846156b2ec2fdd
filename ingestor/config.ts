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
import { buildMetering, type MeterSettingsOf, meteringVariables } from '../shared/config/metering.ts';
import { buildOpeningPressure, openingPressureVariables } from '../shared/config/opening-pressure.ts';
import { defineConfig } from '../shared/config/read.ts';
import { buildTracing, type TracingConfig, tracingVariables } from '../shared/config/tracing.ts';
import { oneOf, whole } from '../shared/config/values.ts';
import { sensorTypes } from '../shared/sensors/index.ts';
import type { SiteSettings } from '../shared/sensors/sensor.ts';

export interface IngestorConfig extends CommonConfig, TracingConfig {
  readonly sensorType: string;
  readonly activemq: ActivemqConfig;
  readonly elasticsearch: ElasticsearchConfig;
  /** Copies of each index on other Elasticsearch nodes; 0 where there is one node. */
  readonly replicas: number;
  readonly site: SiteSettings;
  readonly meterSettings: MeterSettingsOf;
}

const variables = {
  ...commonVariables,
  ...activemqVariables,
  ...elasticsearchVariables,
  ...openingPressureVariables,
  ...meteringVariables,
  ...tracingVariables,
  SENSOR_TYPE: oneOf(sensorTypes.map(({ name }) => name)),
  ELASTICSEARCH_REPLICAS: whole(0, 10).default(0),
} satisfies z.ZodRawShape;

export const ingestorConfiguration = defineConfig(
  variables,
  (values): IngestorConfig => ({
    ...buildCommon(values),
    ...buildTracing(values),
    sensorType: values.SENSOR_TYPE,
    activemq: buildActivemq(values),
    elasticsearch: buildElasticsearch(values),
    replicas: values.ELASTICSEARCH_REPLICAS,
    site: { openingPressure: buildOpeningPressure(values) },
    meterSettings: buildMetering(values),
  }),
);
