import { parseArgs } from 'node:util';

export const help = `Certificates, passwords and rights of a site, for docker-compose.secure.yml.

  npm run secrets -- [options]

  --folder <path>       where to (default: SECRETS_FOLDER, else .secrets)
  --customer <name>     first part of topics, queues and indices (default: CUSTOMER, else finemeca)
  --space <id>          the space of the dashboards in Kibana (default: KIBANA_SPACE, else default)
  --host <server=name>  another name or address by which a server is reached, such as mosquitto=broker.example.com;
                        servers: mosquitto, activemq, elasticsearch, kibana; repeatable
  --rotate <what>       services (their passwords), devices, people, certificates or authority: made anew; repeatable.
                        A new authority takes two runs: the first announces it, in ca.pem; the second signs with it.
                        A password that somebody wrote into its file, as that of the customer's broker, is kept
  --help                this

What is there stays as it is, so it may be run at any time: it adds what is missing and renews certificates that end
within a month. Nothing secret is printed. SMTP_URL in the environment goes into the file smtp.url. After a change:
docker compose ... up -d --force-recreate
`;

export const servers = ['mosquitto', 'activemq', 'elasticsearch', 'kibana'] as const;
export const rotations = ['services', 'devices', 'people', 'certificates', 'authority'] as const;
export type Rotation = (typeof rotations)[number];

export interface SecretsOptions {
  readonly folder: string;
  readonly customer: string;
  /** Of Kibana. */
  readonly space: string;
  readonly hosts: readonly { readonly server: string; readonly name: string }[];
  readonly rotate: readonly Rotation[];
  /** The mail server, with its sign-on. */
  readonly smtpUrl: string | undefined;
}

/** The command line is wrong; the message is one line for the person who typed it. */
export class UsageError extends Error {}

/** Undefined: help was asked for. @throws UsageError */
export function readArguments(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): SecretsOptions | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  const customer = values.customer ?? (environment.CUSTOMER || 'finemeca');
  if (!/^[a-z0-9][a-z0-9_-]{0,62}$/.test(customer)) {
    throw new UsageError(`--customer is lower-case letters, digits, - or _, not "${customer}".`);
  }
  const space = values.space ?? (environment.KIBANA_SPACE || 'default');
  if (!/^[a-z0-9_-]{1,64}$/.test(space)) {
    throw new UsageError(`--space is lower-case letters, digits, - or _, not "${space}".`);
  }
  return {
    folder: values.folder ?? (environment.SECRETS_FOLDER || '.secrets'),
    customer,
    space,
    // Not an option: others see the command lines of a machine.
    smtpUrl: environment.SMTP_URL || undefined,
    hosts: (values.host ?? []).map(readHost),
    rotate: (values.rotate ?? []).map((what) => {
      const found = rotations.find((rotation) => rotation === what);
      if (!found) throw new UsageError(`--rotate is one of ${rotations.join(', ')}, not "${what}".`);
      return found;
    }),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        folder: { type: 'string' },
        customer: { type: 'string' },
        space: { type: 'string' },
        host: { type: 'string', multiple: true },
        rotate: { type: 'string', multiple: true },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function readHost(text: string) {
  const [, server = '', name = ''] = /^(\w+)=([\w.:-]+)$/.exec(text) ?? [];
  if (!servers.some((known) => known === server) || name === '') {
    throw new UsageError(`--host is like mosquitto=broker.example.com (of ${servers.join(', ')}), not "${text}".`);
  }
  return { server, name };
}
