import { z } from 'zod';
import {
  buildElasticsearch,
  commonVariables,
  type ElasticsearchConfig,
  elasticsearchVariables,
} from '../../shared/config/common.ts';
import { defineConfig } from '../../shared/config/read.ts';
import { oneOf, readableFile, seconds, secret, text, url } from '../../shared/config/values.ts';
import { type Language, languages } from '../../shared/language.ts';

export interface ImportConfig {
  readonly customer: string;
  readonly siteTimeZone: string;
  readonly readingPeriodSeconds: number;
  readonly kibana: {
    /** Without a slash at its end. */
    readonly url: string;
    readonly username: string | undefined;
    readonly password: string | undefined;
    readonly apiKey: string | undefined;
    readonly ca: Buffer | undefined;
  };
  readonly space: string;
  /** The first one is that of the space's settings. */
  readonly languages: readonly [Language, ...Language[]];
  readonly livePageUrl: string | undefined;
  readonly waitSeconds: number;
  /** Who may only look; made where all of it is given. */
  readonly viewer:
    | { readonly username: string; readonly password: string; readonly elasticsearch: ElasticsearchConfig }
    | undefined;
}

/** The import's own variables; it has some of the services' besides. */
export const kibanaVariables = {
  KIBANA_URL: url('http://', 'https://').refine(
    (value) => !URL.canParse(value) || new URL(value).username === '',
    'must not carry a sign-on: use KIBANA_USERNAME and KIBANA_PASSWORD',
  ),
  KIBANA_USERNAME: text().optional(),
  KIBANA_PASSWORD: secret(text().optional()),
  KIBANA_API_KEY: secret(text().optional()),
  KIBANA_CA_FILE: readableFile().optional(),
  KIBANA_SPACE: z
    .string()
    .regex(/^[a-z0-9_-]{1,64}$/, 'must be lower-case letters, digits, - or _')
    .default('default'),
  KIBANA_LANGUAGE: oneOf([...languages, 'all']).default('fr'),
  KIBANA_WAIT_SECONDS: seconds().default(300),
  KIBANA_VIEWER_USERNAME: text().optional(),
  KIBANA_VIEWER_PASSWORD: secret(text().min(6, 'is shorter than 6 characters').optional()),
  LIVE_PAGE_URL: url('http://', 'https://').optional(),
};

const variables = {
  CUSTOMER: commonVariables.CUSTOMER,
  SITE_TIME_ZONE: commonVariables.SITE_TIME_ZONE,
  READING_PERIOD_SECONDS: commonVariables.READING_PERIOD_SECONDS,
  ...kibanaVariables,
  ...elasticsearchVariables,
  // Only for making the viewer.
  ELASTICSEARCH_URL: elasticsearchVariables.ELASTICSEARCH_URL.optional(),
};

export const importConfiguration = defineConfig(variables, (values): ImportConfig => {
  const { KIBANA_VIEWER_USERNAME: username, KIBANA_VIEWER_PASSWORD: password, ELASTICSEARCH_URL } = values;
  const viewer =
    username && password && ELASTICSEARCH_URL
      ? { username, password, elasticsearch: buildElasticsearch({ ...values, ELASTICSEARCH_URL }) }
      : undefined;
  return {
    customer: values.CUSTOMER,
    siteTimeZone: values.SITE_TIME_ZONE,
    readingPeriodSeconds: values.READING_PERIOD_SECONDS,
    kibana: {
      url: values.KIBANA_URL.replace(/\/+$/, ''),
      username: values.KIBANA_USERNAME,
      password: values.KIBANA_PASSWORD,
      apiKey: values.KIBANA_API_KEY,
      ca: values.KIBANA_CA_FILE,
    },
    space: values.KIBANA_SPACE,
    languages: values.KIBANA_LANGUAGE === 'all' ? [...languages] : [values.KIBANA_LANGUAGE],
    livePageUrl: values.LIVE_PAGE_URL,
    waitSeconds: values.KIBANA_WAIT_SECONDS,
    viewer,
  };
});
