import { z } from 'zod';
import { isTimeZone } from '../site-time.ts';
import { oneOf, readableFile, seconds, secret, text, urls, whole } from './values.ts';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** The variables of every service. */
export const commonVariables = {
  CUSTOMER: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must be lower-case letters, digits, - or _ (it is part of index names)')
    .default('finemeca'),
  SITE_TIME_ZONE: z
    .string()
    .refine(isTimeZone, { error: (issue) => `'${String(issue.input)}' is not a time zone such as Europe/Brussels` })
    .default('Europe/Brussels'),
  READING_PERIOD_SECONDS: seconds().default(30),
  LOG_LEVEL: oneOf(logLevels).default('info'),
  LOG_FORMAT: oneOf(['json', 'pretty']).default('json'),
  HEALTH_PORT: whole(0, 65_535).default(9100),
  REVISION: text().optional(),
};

export interface CommonConfig {
  readonly customer: string;
  readonly siteTimeZone: string;
  readonly readingPeriodSeconds: number;
  readonly logLevel: (typeof logLevels)[number];
  readonly logFormat: 'json' | 'pretty';
  /** 0: any free port. */
  readonly healthPort: number;
  /** The commit that the image was built from; undefined: ask git. */
  readonly revision: string | undefined;
}

export const buildCommon = (values: z.output<z.ZodObject<typeof commonVariables>>): CommonConfig => ({
  customer: values.CUSTOMER,
  siteTimeZone: values.SITE_TIME_ZONE,
  readingPeriodSeconds: values.READING_PERIOD_SECONDS,
  logLevel: values.LOG_LEVEL,
  logFormat: values.LOG_FORMAT,
  healthPort: values.HEALTH_PORT,
  revision: values.REVISION,
});

/** The variables of every service that uses ActiveMQ. */
export const activemqVariables = {
  ACTIVEMQ_URL: urls('stomp://', 'stomp+ssl://'),
  ACTIVEMQ_USERNAME: text().optional(),
  ACTIVEMQ_PASSWORD: secret(text().optional()),
  ACTIVEMQ_CA_FILE: readableFile().optional(),
};

export interface ActivemqConfig {
  /** Tried in turn. */
  readonly urls: readonly string[];
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** Certificate authority (PEM) to trust beside those that Node.js trusts. */
  readonly ca: Buffer | undefined;
}

export const buildActivemq = (values: z.output<z.ZodObject<typeof activemqVariables>>): ActivemqConfig => ({
  urls: values.ACTIVEMQ_URL,
  username: values.ACTIVEMQ_USERNAME,
  password: values.ACTIVEMQ_PASSWORD,
  ca: values.ACTIVEMQ_CA_FILE,
});

/** The variables of every service that uses Elasticsearch. */
export const elasticsearchVariables = {
  ELASTICSEARCH_URL: urls('http://', 'https://'),
  ELASTICSEARCH_USERNAME: text().optional(),
  ELASTICSEARCH_PASSWORD: secret(text().optional()),
  ELASTICSEARCH_API_KEY: secret(text().optional()),
  ELASTICSEARCH_CA_FILE: readableFile().optional(),
};

export interface ElasticsearchConfig {
  readonly urls: readonly string[];
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly apiKey: string | undefined;
  readonly ca: Buffer | undefined;
}

export const buildElasticsearch = (
  values: z.output<z.ZodObject<typeof elasticsearchVariables>>,
): ElasticsearchConfig => ({
  urls: values.ELASTICSEARCH_URL,
  username: values.ELASTICSEARCH_USERNAME,
  password: values.ELASTICSEARCH_PASSWORD,
  apiKey: values.ELASTICSEARCH_API_KEY,
  ca: values.ELASTICSEARCH_CA_FILE,
});
