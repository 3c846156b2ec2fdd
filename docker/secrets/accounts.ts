import { sensorTypes } from '../../shared/sensors/index.ts';

/** The servers that ask who is there. */
export type Server = 'mqtt' | 'activemq' | 'elasticsearch';

/** Somebody with a password at one server; nobody's password is good at a second one. */
export interface Account {
  readonly user: string;
  readonly server: Server;
  /** `devices` and `people` keep their passwords when those of the services are made anew: they are typed in elsewhere. */
  readonly kind: 'service' | 'devices' | 'people';
}

const types = sensorTypes.map(({ name }) => name);
const of = (server: Server, kind: Account['kind'], ...users: string[]): Account[] =>
  users.map((user) => ({ user, server, kind }));

export const accounts: readonly Account[] = [
  ...types.flatMap((type) => [
    ...of('mqtt', 'devices', `sensors-${type}`),
    ...of('mqtt', 'service', `gateway-${type}`),
    ...of('activemq', 'service', `gateway-${type}`, `ingestor-${type}`),
    ...of('elasticsearch', 'service', `ingestor-${type}`),
  ]),
  // For the canary, and for the status.
  ...of('mqtt', 'service', 'operations'),
  // `health` may connect, and nothing else.
  ...of('activemq', 'service', 'alerter', 'live-page', 'operations', 'health'),
  ...of('elasticsearch', 'service', 'alerter', 'live-page', 'operations', 'kibana-import'),
  ...of('elasticsearch', 'people', 'admin', 'staff'),
];

/** Name of the file that holds an account's password. */
export const passwordFile = ({ user, server }: Account): string => `${user}.${server}.password`;

export const sensorTypeNames: readonly string[] = types;
