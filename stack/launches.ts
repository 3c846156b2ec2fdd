import { join } from 'node:path';
import { ACTIVEMQ, ELASTICSEARCH, install, type JavaServer } from './install.ts';
import type { Tools } from './preflight.ts';
import type { Launch } from './server-process.ts';
import { activeMqLaunch } from './servers/activemq/activemq.ts';
import { elasticsearchLaunch } from './servers/elasticsearch/elasticsearch.ts';
import { mailLaunch } from './servers/mail.ts';
import { mosquittoLaunch } from './servers/mosquitto.ts';
import type { ServerName, StackPorts, StackTuning } from './types.ts';

export interface LaunchContext {
  folder: string;
  ports: StackPorts;
  tools: Tools;
  cacheFolder: string;
  tuning: StackTuning;
  signal: AbortSignal;
  onProgress: (line: string) => void;
}

/** How each server is run in this stack; asking for one installs it when that is still to be done. */
export function launchesOf(context: LaunchContext): Readonly<Record<ServerName, () => Promise<Launch>>> {
  const { ports, tools, tuning } = context;
  const place = (name: ServerName) => ({
    folder: join(context.folder, name),
    logFile: join(context.folder, 'logs', `${name}.log`),
  });
  const installed = (server: JavaServer) => install(server, { ...context, ...tools });
  return {
    mosquitto: async () =>
      mosquittoLaunch({
        ...place('mosquitto'),
        command: tools.mosquitto,
        mqttPort: ports.mqtt,
        webSocketPort: ports.mqttWebSocket,
        saveEvery: tuning.mosquittoSaveEvery ?? 100,
        settings: tuning.mosquittoSettings ?? {},
      }),
    activemq: async () =>
      activeMqLaunch({
        ...place('activemq'),
        java: tools.java,
        home: await installed(ACTIVEMQ),
        port: ports.activemq,
        heapMegabytes: tuning.activemqHeapMegabytes ?? 768,
        storeMegabytes: tuning.activemqStoreMegabytes ?? 8192,
      }),
    elasticsearch: async () =>
      elasticsearchLaunch({
        ...place('elasticsearch'),
        java: tools.java,
        home: await installed(ELASTICSEARCH),
        port: ports.elasticsearch,
        heapMegabytes: tuning.elasticsearchHeapMegabytes ?? 1024,
        settings: tuning.elasticsearchSettings ?? {},
      }),
    mail: async () => mailLaunch({ ...place('mail'), smtpPort: ports.smtp, webPort: ports.mailWeb }),
  };
}
