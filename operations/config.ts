import { z } from 'zod';
import {
  type ActivemqConfig,
  activemqVariables,
  buildCommon,
  buildElasticsearch,
  type CommonConfig,
  commonVariables,
  type ElasticsearchConfig,
  elasticsearchVariables,
} from '../shared/config/common.ts';
import { defineConfig } from '../shared/config/read.ts';
import { oneOf, readableFile, seconds, secret, text, url, urls, whole } from '../shared/config/values.ts';
import { sensorTypes } from '../shared/sensors/index.ts';
import { readWeekly, type Weekly } from './canary/weekly.ts';

export interface OperationsConfig extends CommonConfig {
  readonly elasticsearch: ElasticsearchConfig;
  /** Copies of each compacted index on other Elasticsearch nodes. */
  readonly replicas: number;
  readonly backup: BackupConfig;
  readonly retention: RetentionConfig;
  readonly watched: WatchedConfig;
  readonly canary: CanaryConfig;
}

export interface CanaryConfig {
  /** Undefined: only when somebody asks for it. */
  readonly weekly: Weekly | undefined;
  /** How long it is waited for at each station. */
  readonly timeoutSeconds: number;
  /** Whom to call when its mail does not come. */
  readonly contact: string | undefined;
}

export interface BackupConfig {
  /** Minutes after the site's midnight. */
  readonly minuteOfDay: number;
  /** Name of the snapshot repository in Elasticsearch. */
  readonly repository: string;
  /** Folder of a repository on a file system, as Elasticsearch sees it; undefined: the repository exists already. */
  readonly location: string | undefined;
  /** Verified backups that are kept. */
  readonly keep: number;
}

export interface RetentionConfig {
  /** Days that readings are kept, by sensor type; a type that is not named is kept for ever. */
  readonly days: ReadonlyMap<string, number>;
  /** Days after which the names of people are erased from what they did; undefined: never. */
  readonly namesDays: number | undefined;
  /** Nothing is deleted or compacted unless a verified backup is younger. */
  readonly backupMaxAgeHours: number;
}

/** What `status` looks at beside Elasticsearch; undefined is not looked at. */
export interface WatchedConfig {
  /** Address of `/ready` by name. */
  readonly services: ReadonlyMap<string, string>;
  readonly mqtt:
    | {
        readonly url: string;
        readonly username: string | undefined;
        readonly password: string | undefined;
        readonly ca: Buffer | undefined;
        /** As MQTT.js counts: 5, or 4 for 3.1.1. */
        readonly protocolVersion: 4 | 5;
      }
    | undefined;
  readonly activemq: ActivemqConfig | undefined;
  readonly smtpUrl: string | undefined;
  /** After so many seconds without a reading a sensor is silent. */
  readonly silentAfterSeconds: number;
}

const clock = /^([01]\d|2[0-3]):([0-5]\d)$/;
const typeNames = sensorTypes.map(({ name }) => name);

const minuteOfDay = z
  .string()
  .regex(clock, 'must be a time of day such as 02:30')
  .default('02:30')
  .transform((value) => Number(value.slice(0, 2)) * 60 + Number(value.slice(3)));

const weekly = z
  .string()
  .transform((value, context) => {
    if (value === 'off') return undefined;
    const read = readWeekly(value);
    if (read) return read;
    context.addIssue({ code: 'custom', message: 'must be a day and a time such as Mo 08:00, or off' });
    return z.NEVER;
  })
  .prefault('Mo 08:00');

/** `air=400,devicev01=90` */
const daysByType = z.string().transform((value, context) => {
  const days = new Map<string, number>();
  for (const part of value.split(',')) {
    const [type = '', count = ''] = part.split('=').map((side) => side.trim());
    if (!typeNames.includes(type) || !/^[1-9]\d{0,4}$/.test(count)) {
      const message = `'${part.trim()}' is not a sensor type (${typeNames.join(', ')}) and a number of days, such as air=400`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
    days.set(type, Number(count));
  }
  return days;
});

/** `gateway-air=http://gateway-air:9100,…` */
const addresses = z.string().transform((value, context) => {
  const named = new Map<string, string>();
  for (const part of value.split(',')) {
    const at = part.indexOf('=');
    const name = part.slice(0, at).trim();
    const address = part.slice(at + 1).trim();
    if (at < 1 || name === '' || !/^https?:\/\//.test(address) || !URL.canParse(address)) {
      const message = `'${part.trim()}' is not a name and an address, such as gateway-air=http://gateway-air:9100`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
    named.set(name, address.replace(/\/$/, ''));
  }
  return named;
});

const variables = {
  ...commonVariables,
  ...elasticsearchVariables,
  ELASTICSEARCH_REPLICAS: whole(0, 10).default(0),
  BACKUP_AT: minuteOfDay,
  BACKUP_REPOSITORY: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must be lower-case letters, digits, - or _')
    .default('backups'),
  BACKUP_LOCATION: text().optional(),
  BACKUP_KEEP: whole(1, 1000).default(14),
  BACKUP_MAX_AGE_HOURS: whole(1, 8760).default(36),
  RETENTION_DAYS: daysByType.optional(),
  RETENTION_DAYS_NAMES: whole(1, 36_500).optional(),
  STATUS_SERVICES: addresses.optional(),
  SILENT_AFTER_SECONDS: whole(1, 31_536_000).default(300),
  CANARY_AT: weekly,
  CANARY_TIMEOUT_SECONDS: seconds().default(60),
  CANARY_CONTACT: text().optional(),
  MQTT_PROTOCOL_VERSION: oneOf(['5', '3.1.1']).default('5'),
  MQTT_URL: url('mqtt://', 'mqtts://', 'ws://', 'wss://').optional(),
  MQTT_USERNAME: text().optional(),
  MQTT_PASSWORD: secret(text().optional()),
  MQTT_CA_FILE: readableFile().optional(),
  ...activemqVariables,
  ACTIVEMQ_URL: urls('stomp://', 'stomp+ssl://').optional(),
  // It may hold the password of the mail account.
  SMTP_URL: secret(url('smtp://', 'smtps://').optional()),
} satisfies z.ZodRawShape;

export const operationsConfiguration = defineConfig(
  variables,
  (values): OperationsConfig => ({
    ...buildCommon(values),
    elasticsearch: buildElasticsearch(values),
    replicas: values.ELASTICSEARCH_REPLICAS,
    backup: {
      minuteOfDay: values.BACKUP_AT,
      repository: values.BACKUP_REPOSITORY,
      location: values.BACKUP_LOCATION,
      keep: values.BACKUP_KEEP,
    },
    retention: {
      days: values.RETENTION_DAYS ?? new Map(),
      namesDays: values.RETENTION_DAYS_NAMES,
      backupMaxAgeHours: values.BACKUP_MAX_AGE_HOURS,
    },
    watched: {
      services: values.STATUS_SERVICES ?? new Map(),
      mqtt: values.MQTT_URL
        ? {
            url: values.MQTT_URL,
            username: values.MQTT_USERNAME,
            password: values.MQTT_PASSWORD,
            ca: values.MQTT_CA_FILE,
            protocolVersion: values.MQTT_PROTOCOL_VERSION === '5' ? 5 : 4,
          }
        : undefined,
      activemq: values.ACTIVEMQ_URL
        ? {
            urls: values.ACTIVEMQ_URL,
            username: values.ACTIVEMQ_USERNAME,
            password: values.ACTIVEMQ_PASSWORD,
            ca: values.ACTIVEMQ_CA_FILE,
          }
        : undefined,
      smtpUrl: values.SMTP_URL,
      silentAfterSeconds: values.SILENT_AFTER_SECONDS,
    },
    canary: { weekly: values.CANARY_AT, timeoutSeconds: values.CANARY_TIMEOUT_SECONDS, contact: values.CANARY_CONTACT },
  }),
);
