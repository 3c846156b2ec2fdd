/** The servers a stack can run. `mail` is a catcher: it accepts every mail and shows it on a web page. */
export type ServerName = 'mosquitto' | 'activemq' | 'elasticsearch' | 'mail';

export const SERVER_NAMES: readonly ServerName[] = ['mosquitto', 'activemq', 'elasticsearch', 'mail'];

/** TCP ports on 127.0.0.1; `activemq` is STOMP, `elasticsearch` is HTTP. */
export interface StackPorts {
  mqtt: number;
  mqttWebSocket: number;
  activemq: number;
  elasticsearch: number;
  smtp: number;
  mailWeb: number;
}

/** Settings of single servers that tests and benches change; everything has a sensible default. */
export interface StackTuning {
  /** Largest heap in MiB (default 1024). */
  elasticsearchHeapMegabytes?: number;
  /** Lines of elasticsearch.yml; they win over the stack's own. */
  elasticsearchSettings?: Readonly<Record<string, string>>;
  /** Largest heap in MiB (default 768). */
  activemqHeapMegabytes?: number;
  /** Messages on disk in MiB (default 8192); beyond that senders are held back, then refused. */
  activemqStoreMegabytes?: number;
  /**
   * Mosquitto writes its queues to disk whenever this many messages were queued (default 100). Larger is faster, and loses
   * up to this many acknowledged messages when it is killed; figures in servers/mosquitto.ts.
   */
  mosquittoSaveEvery?: number;
  /** Global settings of mosquitto.conf; they win over the stack's own. */
  mosquittoSettings?: Readonly<Record<string, string>>;
}

export interface StackOptions {
  /** Holds the data and the logs of this stack; created when absent, kept when the stack stops. One stack at a time. */
  folder: string;
  /** Which servers to start (default: all). */
  servers?: readonly ServerName[];
  /** Ports by use; an absent one becomes a free port, which stays the same until the stack is stopped. */
  ports?: Partial<StackPorts>;
  /** Delete the data and logs of an earlier run first. */
  fresh?: boolean;
  tuning?: StackTuning;
  /** Gives up a start that is under way; startStack then throws its reason. Has no effect once it has resolved. */
  signal?: AbortSignal;
  /** Receives one line of progress at a time, without a line end. */
  onProgress?: (line: string) => void;
  /** Called when a server exits that nobody stopped; `report` has its exit code and the last lines of its log. */
  onDeath?: (name: ServerName, report: string) => void;
}

/** One server of a running stack. Its port and data stay the same over all restarts. */
export interface StackServer {
  readonly name: ServerName;
  /** Process id of the server itself; undefined while it does not run. */
  readonly pid: number | undefined;
  readonly logFile: string;
  /** Resolves when the server answers in its own protocol; throws a StackError with its last log lines when it does not. */
  start(): Promise<void>;
  /** SIGTERM, and SIGKILL after a grace period; resolves when the process is gone. Does nothing when it does not run. */
  stop(): Promise<void>;
  /** SIGKILL; resolves when the process is gone. Does nothing when it does not run. */
  kill(): Promise<void>;
  /** SIGSTOP: the ports stay open and nothing answers. Does nothing when the server does not run. */
  pause(): void;
  /** SIGCONT. */
  resume(): void;
}

/** A running stack. The addresses of servers that are not part of it are there too, but nothing answers. */
export interface Stack {
  readonly mqttUrl: string;
  readonly mqttWebSocketUrl: string;
  /** stomp://127.0.0.1:port */
  readonly activemqUrl: string;
  readonly elasticsearchUrl: string;
  readonly smtpUrl: string;
  readonly mailWebUrl: string;
  readonly ports: StackPorts;
  /** Throws when that server is not part of this stack. */
  server(name: ServerName): StackServer;
  /** Stops every server, brokers first; may be called more than once. The data stay. */
  stop(): Promise<void>;
}

/** What the person at the terminal can do something about: its message is complete and needs no stack trace. */
export class StackError extends Error {
  override name = 'StackError';
}
