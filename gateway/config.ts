import type { z } from 'zod';
import {
  type ActivemqConfig,
  activemqVariables,
  buildActivemq,
  buildCommon,
  type CommonConfig,
  commonVariables,
} from '../shared/config/common.ts';
import { defineConfig } from '../shared/config/read.ts';
import { buildTracing, type TracingConfig, tracingVariables } from '../shared/config/tracing.ts';
import { oneOf, readableFile, secret, text, url } from '../shared/config/values.ts';
import { namesOf } from '../shared/names.ts';
import { sensorTypes } from '../shared/sensors/index.ts';

export interface GatewayConfig extends CommonConfig, TracingConfig {
  readonly sensorType: string;
  readonly mqtt: MqttConfig;
  readonly activemq: ActivemqConfig;
}

export interface MqttConfig {
  readonly url: string;
  readonly protocolVersion: 4 | 5;
  readonly topic: string;
  readonly clientId: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** Certificate authority (PEM) to trust beside those that Node.js trusts. */
  readonly ca: Buffer | undefined;
}

const variables = {
  ...commonVariables,
  ...activemqVariables,
  ...tracingVariables,
  SENSOR_TYPE: oneOf(sensorTypes.map(({ name }) => name)),
  MQTT_URL: url('mqtt://', 'mqtts://', 'ws://', 'wss://'),
  MQTT_PROTOCOL_VERSION: oneOf(['3.1.1', '5']).default('5'),
  MQTT_TOPIC: text().optional(),
  MQTT_CLIENT_ID: text().optional(),
  MQTT_USERNAME: text().optional(),
  MQTT_PASSWORD: secret(text().optional()),
  MQTT_CA_FILE: readableFile().optional(),
} satisfies z.ZodRawShape;

export const gatewayConfiguration = defineConfig(
  variables,
  (values): GatewayConfig => ({
    ...buildCommon(values),
    ...buildTracing(values),
    sensorType: values.SENSOR_TYPE,
    mqtt: {
      url: values.MQTT_URL,
      protocolVersion: values.MQTT_PROTOCOL_VERSION === '5' ? 5 : 4,
      topic: values.MQTT_TOPIC ?? namesOf(values.CUSTOMER, values.SENSOR_TYPE).mqttTopic,
      clientId: values.MQTT_CLIENT_ID ?? `${values.CUSTOMER}-gateway-${values.SENSOR_TYPE}`,
      username: values.MQTT_USERNAME,
      password: values.MQTT_PASSWORD,
      ca: values.MQTT_CA_FILE,
    },
    activemq: buildActivemq(values),
  }),
);
