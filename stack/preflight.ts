import { join } from 'node:path';
import { findCommand } from './commands.ts';
import { ACTIVEMQ, ELASTICSEARCH, isInstalled } from './install.ts';
import { findJdk, machineJavaPlaces } from './java.ts';
import { portProblems } from './ports.ts';
import { ensureCommands, MAVEN, MOSQUITTO } from './system-packages.ts';
import { type ServerName, StackError, type StackPorts } from './types.ts';

/** What the servers are run with; empty where no server of this stack needs it. */
export interface Tools {
  jdkHome: string;
  java: string;
  maven: string;
  mosquitto: string;
}

/** Finds everything that is needed before anything is started; throws one StackError that names all that is missing. */
export async function preflight(options: {
  servers: readonly ServerName[];
  ports: StackPorts;
  cacheFolder: string;
  signal: AbortSignal;
  onProgress: (line: string) => void;
}): Promise<Tools> {
  const javaServers = [ACTIVEMQ, ELASTICSEARCH].filter(({ name }) => options.servers.includes(name));
  const commands = options.servers.includes('mosquitto') ? [MOSQUITTO] : [];
  if (javaServers.some((server) => !isInstalled(server, options.cacheFolder))) commands.push(MAVEN);

  const problems = await portProblems(options.ports, options.servers);
  const jdk = javaServers.length > 0 ? findJdk(machineJavaPlaces(process.env)) : undefined;
  if (typeof jdk === 'string') problems.push(jdk);
  const missing = await ensureCommands(commands, options.signal, options.onProgress);
  if (missing !== undefined) problems.push(missing);
  if (problems.length > 0) throw new StackError(problems.join('\n'));

  const jdkHome = typeof jdk === 'object' ? jdk.home : '';
  return {
    jdkHome,
    java: join(jdkHome, 'bin/java'),
    maven: findCommand(MAVEN.command) ?? '',
    mosquitto: findCommand(MOSQUITTO.command) ?? '',
  };
}
