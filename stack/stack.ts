import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Guard } from './guard.ts';
import { launchesOf } from './launches.ts';
import { acquireLock, releaseLock } from './locks.ts';
import { completePorts } from './ports.ts';
import { preflight } from './preflight.ts';
import { ServerProcess } from './server-process.ts';
import { SERVER_NAMES, type ServerName, type Stack, StackError, type StackOptions, type StackPorts } from './types.ts';

export {
  type Stack,
  StackError,
  type StackOptions,
  type StackPorts,
} from './types.ts';

const CACHE_FOLDER = resolve(import.meta.dirname, '../.stack/lib');
// Senders first, so that nothing arrives at a server that is gone already.
const STOP_ORDER: readonly ServerName[] = ['mosquitto', 'activemq', 'elasticsearch', 'mail'];

/**
 * Starts the servers in parallel and resolves when all of them answer. The first time their jars are downloaded.
 * Throws a StackError, with nothing left running, when something is missing, a port is taken, another stack uses the
 * folder, or a server does not start. The caller must stop the stack; should it die without doing so, the servers are
 * stopped a moment later.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const folder = resolve(options.folder);
  const lock = join(folder, 'stack.lock');
  const guard = new Guard();
  guard.start();
  try {
    await lockFolder(lock, folder, guard);
  } catch (problem) {
    await guard.close();
    throw problem;
  }

  const servers = new Map<ServerName, ServerProcess>();
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= stopAll(servers, guard).finally(() => releaseLock(lock));
    return stopped;
  };
  try {
    const ports = await completePorts(options.ports ?? {});
    await startServers(options, folder, ports, servers, guard);
    return stackOf(ports, servers, stop);
  } catch (problem) {
    await stop();
    throw problem;
  }
}

/** A stack that died leaves its guard behind until its servers are gone: then the folder is free again. */
async function lockFolder(lock: string, folder: string, guard: Guard): Promise<void> {
  const pids = [process.pid, guard.pid].filter((pid) => pid !== undefined);
  const holders = await acquireLock(lock, pids, ([owner]) => owner?.alive === false);
  if (holders !== undefined) throw new StackError(`Another stack (process ${holders[0]?.pid}) uses ${folder}.`);
}

async function startServers(
  options: StackOptions,
  folder: string,
  ports: StackPorts,
  servers: Map<ServerName, ServerProcess>,
  guard: Guard,
): Promise<void> {
  const names = options.servers ?? SERVER_NAMES;
  const onProgress = options.onProgress ?? (() => {});
  const onDeath = (name: ServerName, report: string) => {
    onProgress(report);
    options.onDeath?.(name, report);
  };
  const failed = new AbortController();
  const signal = options.signal === undefined ? failed.signal : AbortSignal.any([failed.signal, options.signal]);
  const tools = await preflight({ servers: names, ports, cacheFolder: CACHE_FOLDER, signal, onProgress });
  if (options.fresh === true) wipe(folder);
  const tuning = options.tuning ?? {};
  const launches = launchesOf({ folder, ports, tools, cacheFolder: CACHE_FOLDER, tuning, signal, onProgress });

  const start = async (name: ServerName) => {
    const launch = await launches[name]();
    signal.throwIfAborted();
    const started = Date.now();
    const server = new ServerProcess(launch, guard, onDeath);
    servers.set(name, server);
    const abort = () => void server.kill();
    signal.addEventListener('abort', abort);
    await server.start().finally(() => signal.removeEventListener('abort', abort));
    onProgress(`${name} answers (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  };
  const starts = names.map((name) =>
    start(name).catch((problem: unknown) => {
      failed.abort(problem); // the first one to fail ends the others; its reason is the one that counts
    }),
  );
  await Promise.all(starts);
  if (signal.aborted) throw signal.reason;
}

function wipe(folder: string): void {
  for (const name of [...SERVER_NAMES, 'logs']) rmSync(join(folder, name), { recursive: true, force: true });
}

async function stopAll(servers: ReadonlyMap<ServerName, ServerProcess>, guard: Guard): Promise<void> {
  for (const name of STOP_ORDER) await servers.get(name)?.stop();
  await guard.close();
}

function stackOf(ports: StackPorts, servers: ReadonlyMap<ServerName, ServerProcess>, stop: () => Promise<void>): Stack {
  return {
    ports,
    mqttUrl: `mqtt://127.0.0.1:${ports.mqtt}`,
    mqttWebSocketUrl: `ws://127.0.0.1:${ports.mqttWebSocket}`,
    activemqUrl: `stomp://127.0.0.1:${ports.activemq}`,
    elasticsearchUrl: `http://127.0.0.1:${ports.elasticsearch}`,
    smtpUrl: `smtp://127.0.0.1:${ports.smtp}`,
    mailWebUrl: `http://127.0.0.1:${ports.mailWeb}`,
    server(name) {
      const server = servers.get(name);
      if (server === undefined) throw new StackError(`${name} is not part of this stack`);
      return server;
    },
    stop,
  };
}
