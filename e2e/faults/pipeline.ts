import { randomBytes } from 'node:crypto';
import { type Names, namesOf } from '../../shared/names.ts';
import { until } from '../harness/until.ts';
import { depthsOf } from './depths.ts';
import { type Load, startLoad } from './load.ts';
import { createMember, type Member } from './member.ts';
import type { Random } from './random.ts';
import { createStore, type Store } from './store.ts';
import { createTap, type Tap } from './tap.ts';

/** The servers that the services are meant for; the relays lie between. */
export interface Servers {
  readonly mqttUrl: string;
  readonly activemqUrl: string;
  readonly elasticsearchUrl: string;
}

export interface Gateway extends Member {
  readonly tap: Tap;
}

/** The product's path at work: real services between real servers, under a steady load. */
export interface Pipeline {
  readonly names: Names;
  readonly gateways: readonly Gateway[];
  readonly ingestors: readonly Member[];
  readonly members: readonly Member[];
  readonly store: Store;
  readonly load: Load;
  /** Waits until every service has all that it needs. */
  ready(): Promise<void>;
  /** Waits until nothing is on its way; the load must be paused or finished. */
  drained(): Promise<void>;
  /** Messages in the dead letters. */
  rejected(): Promise<number>;
  close(): Promise<void>;
}

export interface PipelineOptions {
  readonly servers: Servers;
  readonly random: Random;
  /** How many of each run side by side. */
  readonly sideBySide?: number;
  readonly devices?: number;
  readonly perSecond?: number;
  readonly padding?: number;
  /** More of the environment of each role. */
  readonly gatewayEnvironment?: Readonly<Record<string, string>>;
  readonly ingestorEnvironment?: Readonly<Record<string, string>>;
}

const sensorType = 'devicev01';
/** A busy machine may take its time; what never comes is told from what is slow by this. */
const patienceMs = 240_000;

/** Starts the services, waits until they are ready, and begins the load. */
export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const { servers, random, sideBySide = 1, devices = 8, perSecond = 150, padding } = options;
  const customer = `faults${randomBytes(4).toString('hex')}`;
  const names = namesOf(customer, sensorType);
  const environment = { CUSTOMER: customer, SENSOR_TYPE: sensorType };
  const depths = () => depthsOf(servers.activemqUrl, [names.rejectedQueue, names.queue]);
  const store = createStore(servers.elasticsearchUrl, names.dataIndex);

  const gateways: Gateway[] = [];
  const ingestors: Member[] = [];
  for (let at = 0; at < sideBySide; at++) {
    const tap = createTap();
    const clientId = { MQTT_CLIENT_ID: `${customer}-gateway-${at}` };
    const gateway = await createMember({
      role: 'gateway',
      environment: { ...environment, ...clientId, ...options.gatewayEnvironment },
      servers: { mqtt: servers.mqttUrl, activemq: servers.activemqUrl },
      observeMqtt: tap.observe,
    });
    gateways.push(Object.assign(gateway, { tap }));
    const ingestor = await createMember({
      role: 'ingestor',
      environment: { ...environment, ...options.ingestorEnvironment },
      servers: { activemq: servers.activemqUrl, elasticsearch: servers.elasticsearchUrl },
    });
    ingestors.push(ingestor);
  }
  const members = [...gateways, ...ingestors];
  const ready = async () => {
    await Promise.all(members.map((member) => member.ready()));
  };
  // A message published before the gateway has subscribed for the first time waits for nobody.
  await ready();
  const topicOf = (device: number) => `${customer}/${sensorType}/faults-${device}`;
  const load = startLoad({ url: servers.mqttUrl, topicOf, perSecond, devices, random, ...(padding && { padding }) });

  return {
    names,
    gateways,
    ingestors,
    members,
    store,
    load,
    ready,
    async drained() {
      // MQTT keeps the order: when a gateway has acknowledged the last of each device, nothing before is left to it.
      for (const { tap } of gateways) {
        const owes = () => load.last.filter((seq) => !tap.acknowledged.has(seq));
        await until('the last readings to be with ActiveMQ', () => owes().length === 0, patienceMs);
      }
      await until('the queue to be empty', async () => (await depths())[1] === 0, patienceMs);
    },
    rejected: async () => (await depths())[0] ?? 0,
    async close() {
      await load.abandon();
      for (const member of members) await member.close();
    },
  };
}
