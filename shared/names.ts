/** The names of everything outside this process that one customer's sensor type is made of. */
export interface Names {
  /** MQTT filter that a gateway subscribes to by default. */
  readonly mqttTopic: string;
  /** STOMP destinations. */
  readonly queue: string;
  readonly rejectedQueue: string;
  readonly storedTopic: string;
  /** Prefix of the daily indices, without the day: `finemeca-air-data`. */
  readonly dataIndex: string;
  /** Prefix of the yearly indices of the daily ledger, without the year: `finemeca-air-daily`. */
  readonly ledgerIndex: string;
  /** Prefix of the yearly indices of canaries, without the year: `finemeca-air-canary`. */
  readonly canaryIndex: string;
}

export const namesOf = (customer: string, sensorType: string): Names => ({
  mqttTopic: `${customer}/${sensorType}/#`,
  queue: `/queue/${customer}.${sensorType}`,
  rejectedQueue: `/queue/${customer}.${sensorType}.rejected`,
  storedTopic: `/topic/${customer}.${sensorType}.stored`,
  dataIndex: `${customer}-${sensorType}-data`,
  ledgerIndex: `${customer}-${sensorType}-daily`,
  canaryIndex: `${customer}-${sensorType}-canary`,
});

/** The names of what a customer's sensor types share. */
export const alertNamesOf = (customer: string): { readonly queue: string; readonly incidentIndex: string } => ({
  queue: `/queue/${customer}.alerts`,
  /** Prefix of the yearly indices of incidents, without the year. */
  incidentIndex: `${customer}-alerts`,
});

/** Prefix of the yearly indices that tell which readings were refused, without the year. */
export const rejectionIndexOf = (customer: string): string => `${customer}-rejected`;

/** Prefix of the yearly indices that tell how much room the cluster has, without the year. */
export const healthIndexOf = (customer: string): string => `${customer}-health`;

/** Prefix of the yearly indices of the runs of a customer's canary, without the year. */
export const canaryRunIndexOf = (customer: string): string => `${customer}-canary`;

/** Where a customer's declared meter swaps are kept: the template's prefix, and the one index. */
export const meterNamesOf = (customer: string): { readonly prefix: string; readonly swapIndex: string } => ({
  prefix: `${customer}-meters`,
  swapIndex: `${customer}-meters-swaps`,
});

/** The daily index of a local day (`2022-04-17`), not zero-padded: `finemeca-air-data-2022-4-17`. */
export const dailyIndex = (dataIndex: string, day: string): string =>
  `${dataIndex}-${day.split('-').map(Number).join('-')}`;

/** The yearly index of a local day (`2022-04-17`): `finemeca-air-daily-2022`, `finemeca-alerts-2022`. */
export const yearlyIndex = (prefix: string, day: string): string => `${prefix}-${day.slice(0, 4)}`;
