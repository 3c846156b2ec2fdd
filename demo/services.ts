import { randomBytes } from 'node:crypto';
import { sensorTypes } from '../simulator/sensor.ts';
import type { Stack } from '../stack/stack.ts';
import { livePeriodSeconds } from './plants.ts';
import { site } from './site.ts';

/** A service of the product, as IT would run it. */
export interface ServiceDescription {
  /** `gateway`; services of one role are stopped together. */
  readonly role: string;
  /** What this one of its role is for: `air`. */
  readonly subject: string;
  /** Relative to the repository. */
  readonly program: string;
  /** The whole environment of the process. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface DemoPorts {
  readonly livePage: number;
  readonly previews: number;
  /** The health port of the operations service, where the live page asks for the status. */
  readonly operations: number;
}

const commonOf = (stack: Stack) => ({
  CUSTOMER: site.customer,
  SITE_TIME_ZONE: site.timeZone,
  ACTIVEMQ_URL: stack.activemqUrl,
  // Any free port: each service says in its log which one it took.
  HEALTH_PORT: '0',
});

/**
 * Every service of the demo but operations, in the order of a reading's way; they are stopped in this order too, so nothing
 * piles up.
 */
export function servicesOf(stack: Stack, ports: DemoPorts): ServiceDescription[] {
  const common = commonOf(stack);
  /** What lets the live page honour the links in the alerter's mails; the secret is of this demo alone. */
  const acknowledging = {
    PUBLIC_URL: `http://127.0.0.1:${ports.livePage}`,
    ACKNOWLEDGE_SECRET: randomBytes(24).toString('hex'),
  };
  return [
    ...sensorTypes.map((type) => ({
      role: 'gateway',
      subject: type,
      program: 'gateway/main.ts',
      environment: { ...common, SENSOR_TYPE: type, MQTT_URL: stack.mqttUrl },
    })),
    ...sensorTypes.map((type) => ({
      role: 'ingestor',
      subject: type,
      program: 'ingestor/main.ts',
      environment: {
        ...common,
        SENSOR_TYPE: type,
        ELASTICSEARCH_URL: stack.elasticsearchUrl,
        AIR_OPENING_PRESSURE: String(site.openingPressure),
      },
    })),
    {
      role: 'alerter',
      subject: '',
      program: 'alerter/main.ts',
      environment: {
        ...common,
        ELASTICSEARCH_URL: stack.elasticsearchUrl,
        AIR_OPENING_PRESSURE: String(site.openingPressure),
        // The demo's sensors send every two seconds, and nobody waits ninety for a mail.
        POLL_SECONDS: '2',
        LEAK_AFTER_SECONDS: '20',
        RECOVERED_AFTER_SECONDS: '60',
        AIR_RECEIVER_LITRES: '1000',
        ELECTRICITY_PRICE: '0.25',
        ...acknowledging,
        SMTP_URL: stack.smtpUrl,
        MAIL_FROM: 'Finemeca <no-reply@finemeca.example>',
        MAIL_TO: 'maintenance@finemeca.example',
      },
    },
    {
      role: 'live-page',
      subject: '',
      program: 'live-page/main.ts',
      environment: {
        ...common,
        ELASTICSEARCH_URL: stack.elasticsearchUrl,
        AIR_OPENING_PRESSURE: String(site.openingPressure),
        READING_PERIOD_SECONDS: String(livePeriodSeconds),
        ...acknowledging,
        PORT: String(ports.livePage),
        // On this machine only, for the time of the demo.
        AUTH: 'none',
        STATUS_URL: `http://127.0.0.1:${ports.operations}`,
        STATUS_USERS: '*',
      },
    },
    {
      role: 'previews',
      subject: '',
      program: 'kibana/preview/main.ts',
      environment: {
        ...common,
        ELASTICSEARCH_URL: stack.elasticsearchUrl,
        READING_PERIOD_SECONDS: String(livePeriodSeconds),
        PORT: String(ports.previews),
      },
    },
  ];
}

/** The service that looks after the others. `statusServices`: where they are, as `STATUS_SERVICES` has it. */
export const operationsOf = (stack: Stack, ports: DemoPorts, statusServices: string): ServiceDescription => ({
  role: 'operations',
  subject: '',
  program: 'operations/main.ts',
  environment: {
    ...commonOf(stack),
    HEALTH_PORT: String(ports.operations),
    ELASTICSEARCH_URL: stack.elasticsearchUrl,
    MQTT_URL: stack.mqttUrl,
    SMTP_URL: stack.smtpUrl,
    STATUS_SERVICES: statusServices,
    // Below the `path.repo` of the demo's Elasticsearch.
    BACKUP_LOCATION: 'backups',
  },
});
