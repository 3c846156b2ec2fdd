import { createRelay, type Observer, type Relay } from '../harness/relay.ts';
import { type RunningService, type ServiceName, startService } from '../harness/service.ts';

/** The connections of a service, each through a relay of its own. */
export type Wire = 'mqtt' | 'activemq' | 'elasticsearch';

const variables = { mqtt: 'MQTT_URL', activemq: 'ACTIVEMQ_URL', elasticsearch: 'ELASTICSEARCH_URL' } as const;

/** One gateway or ingestor of the pipeline. Whatever happens to its process, the next one has its place and its wires. */
export interface Member {
  readonly role: ServiceName;
  readonly wires: Partial<Readonly<Record<Wire, Relay>>>;
  readonly service: RunningService;
  /** Readings that were stored before, over all its processes; those of a killed one as far as it could be asked. */
  duplicates(): Promise<number>;
  /** Readings that its present process has taken. */
  received(): Promise<number>;
  /** Readings that its present process is done with. */
  settled(): Promise<number>;
  ready(): Promise<void>;
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  start(): void;
  /** The next process works beside the former one until `together` resolves; then that one is told to stop: its exit code. */
  replace(more: Readonly<Record<string, string>>, together: () => Promise<void>): Promise<number | null>;
  pause(): void;
  resume(): void;
  close(): Promise<void>;
}

export interface MemberOptions {
  readonly role: ServiceName;
  readonly environment: Readonly<Record<string, string>>;
  /** The servers it connects to. */
  readonly servers: Partial<Readonly<Record<Wire, string>>>;
  readonly observeMqtt?: () => Observer;
}

/** Starts it. */
export async function createMember({ role, environment, servers, observeMqtt }: MemberOptions): Promise<Member> {
  const wires: Partial<Record<Wire, Relay>> = {};
  const addresses: Record<string, string> = {};
  for (const [wire, url] of Object.entries(servers) as [Wire, string][]) {
    const relay = await createRelay(url, wire === 'mqtt' ? observeMqtt : undefined);
    wires[wire] = relay;
    addresses[variables[wire]] = relay.url;
  }
  const launch = (more = {}) => startService(role, { LOG_LEVEL: 'info', ...environment, ...addresses, ...more });
  let service = launch();
  let before = 0;
  const metric = (what: string) => service.metric(`telemetry_${role}_${what}_total`);
  const ask = async () => (role === 'ingestor' ? await metric('duplicates').catch(() => 0) : 0);

  return {
    role,
    wires,
    get service() {
      return service;
    },
    duplicates: async () => before + (await ask()),
    received: () => metric('received'),
    settled: async () =>
      role === 'gateway' ? await metric('forwarded') : (await metric('stored')) + (await metric('duplicates')),
    ready: () => service.ready(),
    async kill() {
      before += await ask();
      await service.kill();
    },
    async stop() {
      before += await ask();
      return await service.stop();
    },
    start() {
      service = launch();
    },
    async replace(more, together) {
      const former = service;
      service = launch(more);
      await service.ready();
      await together();
      if (role === 'ingestor') before += await former.metric('telemetry_ingestor_duplicates_total');
      return await former.stop();
    },
    pause: () => void service.process.kill('SIGSTOP'),
    resume: () => void service.process.kill('SIGCONT'),
    async close() {
      await service.kill();
      for (const relay of Object.values(wires)) await relay.close();
    },
  };
}
