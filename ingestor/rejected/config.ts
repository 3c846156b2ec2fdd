import { type ActivemqConfig, activemqVariables, buildActivemq, commonVariables } from '../../shared/config/common.ts';
import { defineConfig } from '../../shared/config/read.ts';

export interface RejectedConfig {
  readonly customer: string;
  readonly siteTimeZone: string;
  readonly activemq: ActivemqConfig;
}

const { CUSTOMER, SITE_TIME_ZONE } = commonVariables;

/** The part of the ingestor's environment that dead letters need. */
export const rejectedConfiguration = defineConfig(
  { CUSTOMER, SITE_TIME_ZONE, ...activemqVariables },
  (values): RejectedConfig => ({
    customer: values.CUSTOMER,
    siteTimeZone: values.SITE_TIME_ZONE,
    activemq: buildActivemq(values),
  }),
);
