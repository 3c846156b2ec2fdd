/** One line of Prometheus' text format. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What has become of one sensor type's readings since the services started. */
export interface TypeCounts {
  /** By the gateway, over MQTT. */
  readonly received: number;
  /** By ActiveMQ, from the gateway. */
  readonly forwarded: number;
  /** By the ingestor, from ActiveMQ. */
  readonly taken: number;
  /** Forwarded and not taken yet. */
  readonly queued: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly rejectedBy: Readonly<Record<string, number>>;
}

/** Reads what a service answers at `/metrics`; lines that are no sample are passed over. */
export function parseMetrics(text: string): Sample[] {
  const samples: Sample[] = [];
  for (const line of text.split('\n')) {
    const match = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/.exec(line);
    if (!match) continue;
    const [, name = '', labels = '', value = ''] = match;
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', text = '']) => [key, text]);
    samples.push({ name, labels: Object.fromEntries(pairs), value: Number(value) });
  }
  return samples;
}

/** The counts of one sensor type in the samples of all services together. */
export function countsOf(samples: readonly Sample[], sensorType: string): TypeCounts {
  const own = samples.filter(({ labels }) => labels.sensor_type === sensorType);
  const sum = (what: string) =>
    own.filter(({ name }) => name === `telemetry_${what}_total`).reduce((total, { value }) => total + value, 0);
  const rejectedBy: Record<string, number> = {};
  for (const { name, labels, value } of own) {
    const code = labels.reason_code;
    // Reasons that have not occurred are there from the start, with 0.
    if (name !== 'telemetry_ingestor_rejected_total' || code === undefined || value === 0) continue;
    rejectedBy[code] = (rejectedBy[code] ?? 0) + value;
  }
  const forwarded = sum('gateway_forwarded');
  const taken = sum('ingestor_received');
  return {
    received: sum('gateway_received'),
    forwarded,
    taken,
    // The services are asked one after the other: what moved in between would count twice, below zero.
    queued: Math.max(0, forwarded - taken),
    stored: sum('ingestor_stored'),
    duplicates: sum('ingestor_duplicates'),
    rejected: sum('ingestor_rejected'),
    rejectedBy,
  };
}

/** Readings whose fate is known. */
export const settled = ({ stored, duplicates, rejected }: TypeCounts): number => stored + duplicates + rejected;
