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
}

export const namesOf = (customer: string, sensorType: string): Names => ({
  mqttTopic: `${customer}/${sensorType}/#`,
  queue: `/queue/${customer}.${sensorType}`,
  rejectedQueue: `/queue/${customer}.${sensorType}.rejected`,
  storedTopic: `/topic/${customer}.${sensorType}.stored`,
  dataIndex: `${customer}-${sensorType}-data`,
});

/** The daily index of a local day (`2022-04-17`), not zero-padded: `finemeca-air-data-2022-4-17`. */
export const dailyIndex = (dataIndex: string, day: string): string =>
  `${dataIndex}-${day.split('-').map(Number).join('-')}`;
