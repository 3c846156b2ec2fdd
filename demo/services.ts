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

/** Every service of the demo, in the order of a reading's way; they are stopped in this order too, so nothing piles up. */
export function servicesOf(
  stack: Stack,
  ports: { readonly livePage: number; readonly previews: number },
): ServiceDescription[] {
  const common = {
    CUSTOMER: site.customer,
    SITE_TIME_ZONE: site.timeZone,
    ACTIVEMQ_URL: stack.activemqUrl,
    // Any free port: each service says in its log which one it took.
    HEALTH_PORT: '0',
  };
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
