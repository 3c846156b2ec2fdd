import { isIP } from 'node:net';
import { z } from 'zod';
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
import {
  buildOpeningPressure,
  type OpeningPressure,
  openingPressureVariables,
} from '../shared/config/opening-pressure.ts';
import { defineConfig } from '../shared/config/read.ts';
import { oneOf, secret, text, url, whole } from '../shared/config/values.ts';
import { type AuthConfig, authProblems, authVariables, buildAuth } from './auth/config.ts';
import { buildStatus, type StatusConfig, statusProblems, statusVariables } from './status/config.ts';

export interface LivePageConfig extends CommonConfig {
  readonly activemq: ActivemqConfig;
  readonly elasticsearch: ElasticsearchConfig;
  readonly openingPressure: OpeningPressure;
  /** 0: any free port. */
  readonly port: number;
  /** `/pressure`, or empty. */
  readonly basePath: string;
  /** Address of the page as people open it, base path included, without a slash at the end. */
  readonly publicUrl: string | undefined;
  /** As express understands it: how many proxies, or their networks. */
  readonly trustProxy: number | readonly string[];
  readonly corsOrigins: readonly string[];
  /** Requests of one address in a minute. */
  readonly rateLimit: number;
  readonly maxConnections: number;
  readonly acknowledgeSecret: string | undefined;
  readonly auth: AuthConfig;
  /** Undefined: nobody sees the status. */
  readonly status: StatusConfig | undefined;
}

const namedNetworks = ['loopback', 'linklocal', 'uniquelocal'];
const isNetwork = (network: string): boolean => {
  const [address = '', bits, ...more] = network.split('/');
  return namedNetworks.includes(network) || (isIP(address) > 0 && more.length === 0 && /^(\d{1,3})?$/.test(bits ?? ''));
};
const list = (value: string) => value.split(',').map((part) => part.trim());

const variables = {
  ...commonVariables,
  ...activemqVariables,
  ...elasticsearchVariables,
  ...openingPressureVariables,
  PORT: whole(0, 65_535).default(8080),
  BASE_PATH: z
    .string()
    .regex(/^(\/[\w.~-]+)+$/, 'must be a path such as /pressure, without a slash at the end')
    .optional(),
  PUBLIC_URL: url('http://', 'https://').optional(),
  TRUST_PROXY: z
    .string()
    .transform((value) => (/^\d$/.test(value) ? Number(value) : list(value)))
    .refine(
      (value) => typeof value === 'number' || value.every(isNetwork),
      'must be a number of proxies, or networks such as loopback,10.0.0.0/8',
    )
    .optional(),
  CORS_ORIGINS: z
    .string()
    .transform(list)
    .refine(
      (origins) => origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
      'must be origins, comma-separated, such as https://intranet.example',
    )
    .optional(),
  RATE_LIMIT: whole(10, 1_000_000).default(600),
  MAX_CONNECTIONS: whole(1, 100_000).default(5000),
  ACKNOWLEDGE_SECRET: secret(text().optional()),
  AUTH: oneOf(['none', 'basic', 'oidc']),
  ...authVariables,
  ...statusVariables,
} satisfies z.ZodRawShape;

export const livePageConfiguration = defineConfig(
  variables,
  (values): LivePageConfig => ({
    ...buildCommon(values),
    activemq: buildActivemq(values),
    elasticsearch: buildElasticsearch(values),
    openingPressure: buildOpeningPressure(values),
    port: values.PORT,
    basePath: values.BASE_PATH ?? '',
    publicUrl: values.PUBLIC_URL?.replace(/\/$/, ''),
    trustProxy: values.TRUST_PROXY ?? 0,
    corsOrigins: values.CORS_ORIGINS ?? [],
    rateLimit: values.RATE_LIMIT,
    maxConnections: values.MAX_CONNECTIONS,
    acknowledgeSecret: values.ACKNOWLEDGE_SECRET,
    auth: buildAuth(values),
    status: buildStatus(values),
  }),
  (values) => [...authProblems(values), ...statusProblems(values)],
);
