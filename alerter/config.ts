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
import { buildOpeningPressure, openingPressureVariables } from '../shared/config/opening-pressure.ts';
import { defineConfig } from '../shared/config/read.ts';
import { decimal, seconds, text, whole } from '../shared/config/values.ts';
import type { DecisionSettings } from './decide.ts';
import type { EvaluationSettings } from './evaluate/settings.ts';
import { buildMail, checkMail, type MailConfig, mailVariables } from './mail/config.ts';
import { isQuiet } from './mail/quiet-hours.ts';
import { never, readSchedule, ScheduleError } from './planned-off.ts';

/** What looking at stored data needs. */
export interface ObservationConfig {
  readonly customer: string;
  readonly siteTimeZone: string;
  readonly elasticsearch: ElasticsearchConfig;
  readonly evaluation: EvaluationSettings;
  readonly pollSeconds: number;
}

export interface AlerterConfig extends CommonConfig, ObservationConfig {
  readonly activemq: ActivemqConfig;
  /** Copies of the index of incidents on other Elasticsearch nodes. */
  readonly replicas: number;
  readonly decision: DecisionSettings;
  readonly mail: MailConfig;
}

/** Read with any zone to see whether it can be read at all. */
const schedule = () =>
  text().superRefine((value, context) => {
    try {
      readSchedule(value, 'UTC');
    } catch (error) {
      if (!(error instanceof ScheduleError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
    }
  });

const observationVariables = {
  ...elasticsearchVariables,
  ...openingPressureVariables,
  POLL_SECONDS: seconds().default(30),
  LEAK_AFTER_SECONDS: seconds().default(90),
  RECOVERY_MARGIN: decimal('must be a pressure in bar, 0 to 10', (bar) => bar >= 0 && bar <= 10).default(0.2),
  RECOVERED_AFTER_SECONDS: seconds().default(90),
  SILENT_AFTER_SECONDS: seconds().default(300),
  PLANNED_OFF: schedule().optional(),
};

const { CUSTOMER, SITE_TIME_ZONE, READING_PERIOD_SECONDS } = commonVariables;
const placeVariables = { CUSTOMER, SITE_TIME_ZONE, READING_PERIOD_SECONDS };

const variables = {
  ...commonVariables,
  ...activemqVariables,
  ...observationVariables,
  ...mailVariables,
  ELASTICSEARCH_REPLICAS: whole(0, 10).default(0),
  REMIND_AFTER_SECONDS: seconds().default(14_400),
} satisfies z.ZodRawShape;

const allObservation = z.object({ ...placeVariables, ...observationVariables });

const buildObservation = (values: z.output<typeof allObservation>): ObservationConfig => ({
  customer: values.CUSTOMER,
  siteTimeZone: values.SITE_TIME_ZONE,
  elasticsearch: buildElasticsearch(values),
  pollSeconds: values.POLL_SECONDS,
  evaluation: {
    leakAfterSeconds: values.LEAK_AFTER_SECONDS,
    recoveryMargin: values.RECOVERY_MARGIN,
    recoveredAfterSeconds: values.RECOVERED_AFTER_SECONDS,
    readingPeriodSeconds: values.READING_PERIOD_SECONDS,
    silentAfterSeconds: values.SILENT_AFTER_SECONDS,
    openingPressure: buildOpeningPressure(values),
    plannedOff: values.PLANNED_OFF === undefined ? never : readSchedule(values.PLANNED_OFF, values.SITE_TIME_ZONE),
  },
});

function buildAlerter(values: z.output<z.ZodObject<typeof variables>>): AlerterConfig {
  const observation = buildObservation(values);
  const mail = buildMail(values);
  const { leakAfterSeconds, silentAfterSeconds, plannedOff } = observation.evaluation;
  return {
    ...buildCommon(values),
    ...observation,
    activemq: buildActivemq(values),
    replicas: values.ELASTICSEARCH_REPLICAS,
    mail,
    decision: {
      leakAfterSeconds,
      silentAfterSeconds,
      pollSeconds: observation.pollSeconds,
      remindAfterSeconds: values.REMIND_AFTER_SECONDS,
      plannedOff,
      quietHours: { includes: (instant) => isQuiet(mail.quietHours, instant, values.SITE_TIME_ZONE) },
    },
  };
}

export const alerterConfiguration = defineConfig(variables, buildAlerter, checkMail);

/** The part of the alerter's environment that looking at stored data needs. */
export const observationConfiguration = defineConfig({ ...placeVariables, ...observationVariables }, buildObservation);

export interface CheckMailConfig extends ObservationConfig {
  readonly activemq: ActivemqConfig;
}

/** The same, to put what was found on the queue. */
export const checkMailConfiguration = defineConfig(
  { ...placeVariables, ...observationVariables, ...activemqVariables },
  (values): CheckMailConfig => ({ ...buildObservation(values), activemq: buildActivemq(values) }),
);

/** The part of the alerter's environment that mails need. */
export const mailConfiguration = defineConfig({ CUSTOMER, SITE_TIME_ZONE, ...mailVariables }, buildMail, checkMail);
