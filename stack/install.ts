import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { run } from './commands.ts';
import { acquireLock, releaseLock } from './locks.ts';

/** A server made of jars: its folder in stack/servers has pom.xml, which names them, and one launcher in Java. */
export interface JavaServer {
  readonly name: 'activemq' | 'elasticsearch';
  /** For people. */
  readonly title: string;
  readonly launcher: string;
  /** Puts the jars where the server wants them; gets the home folder and runs before it is final. */
  readonly arrange?: (home: string, jar: string) => Promise<void>;
}

export const ACTIVEMQ: JavaServer = { name: 'activemq', title: 'ActiveMQ', launcher: 'ActiveMqServer.java' };

export const ELASTICSEARCH: JavaServer = {
  name: 'elasticsearch',
  title: 'Elasticsearch',
  launcher: 'ElasticsearchServer.java',
  arrange: arrangeElasticsearch,
};

const SOURCES = join(import.meta.dirname, 'servers');
// Part of the key: count up when the way of laying out a home changes.
const LAYOUT = '1';

/** Where the server is, or will be, installed: the name has its version, and changes with whatever it is made from. */
export function homeOf(server: JavaServer, cacheFolder: string): string {
  const pom = readFileSync(join(SOURCES, server.name, 'pom.xml'), 'utf8');
  return join(
    cacheFolder,
    installKey(server.name, pom, readFileSync(join(SOURCES, server.name, server.launcher), 'utf8')),
  );
}

export function installKey(name: string, pom: string, launcher: string): string {
  const version = /<\/artifactId>\s*<version>([^<]+)</.exec(pom)?.[1] ?? 'unknown';
  const hash = createHash('sha256').update([LAYOUT, pom, launcher].join('\0')).digest('hex');
  return `${name}-${version}-${hash.slice(0, 10)}`;
}

export function isInstalled(server: JavaServer, cacheFolder: string): boolean {
  return existsSync(homeOf(server, cacheFolder));
}

export interface InstallOptions {
  cacheFolder: string;
  jdkHome: string;
  maven: string;
  signal: AbortSignal;
  onProgress: (line: string) => void;
}

/**
 * Downloads the jars of a server with Maven, which verifies their checksums, and compiles its launcher; returns its home
 * folder. What is there already is used as it is. Several processes may do this at once: one downloads, the others wait.
 */
export async function install(server: JavaServer, options: InstallOptions): Promise<string> {
  const home = homeOf(server, options.cacheFolder);
  if (existsSync(home)) return home;
  const lock = `${home}.lock`;
  await acquireLock(lock, [process.pid], () => !options.signal.aborted);
  options.signal.throwIfAborted();
  try {
    if (existsSync(home)) return home;
    return await build(server, home, options);
  } finally {
    releaseLock(lock);
  }
}

async function build(server: JavaServer, home: string, options: InstallOptions): Promise<string> {
  const started = Date.now();
  const source = join(SOURCES, server.name);
  removeDrafts(home);
  const draft = mkdtempSync(`${home}.draft-`);
  try {
    options.onProgress(`${server.title}: downloading its jars with Maven`);
    const lib = join(draft, 'lib');
    let files = 0;
    await run(
      options.maven,
      [
        ...['-B', '-C', '-f', join(source, 'pom.xml'), 'dependency:copy-dependencies'],
        ...['-DincludeScope=runtime', `-DoutputDirectory=${lib}`],
      ],
      {
        env: { JAVA_HOME: options.jdkHome },
        signal: options.signal,
        onLine: (line) => {
          if (!/Downloaded.*\.jar/.test(line)) return;
          files += 1;
          if (files % 25 === 0) options.onProgress(`${server.title}: ${files} files downloaded`);
        },
      },
    );
    const jars = readdirSync(lib).length;
    await server.arrange?.(draft, join(options.jdkHome, 'bin/jar'));
    const classes = ['--release', '21', '-proc:none', '-cp', join(lib, '*'), '-d', join(draft, 'classes')];
    await run(join(options.jdkHome, 'bin/javac'), [...classes, join(source, server.launcher)]);
    renameSync(draft, home);
    options.onProgress(`${server.title}: installed (${jars} jars, ${((Date.now() - started) / 1000).toFixed(1)} s)`);
    return home;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** What a killed process left behind: whoever holds the lock is the only one who downloads. */
function removeDrafts(home: string): void {
  const prefix = `${basename(home)}.draft-`;
  const drafts = readdirSync(dirname(home)).filter((name) => name.startsWith(prefix));
  for (const name of drafts) rmSync(join(dirname(home), name), { recursive: true, force: true });
}

/** Elasticsearch loads its network layer as a module with class loader and folder of its own. */
async function arrangeElasticsearch(home: string, jar: string): Promise<void> {
  const lib = join(home, 'lib');
  const module = join(home, 'modules/transport-netty4');
  mkdirSync(module, { recursive: true });
  mkdirSync(join(home, 'plugins'));
  for (const name of readdirSync(lib).filter((file) => /^(netty|transport-netty4)-/.test(file))) {
    renameSync(join(lib, name), join(module, name));
    if (name.startsWith('transport-netty4-'))
      await run(jar, ['xf', join(module, name), 'META-INF/es-plugins'], { cwd: home });
  }
  const described = join(home, 'META-INF/es-plugins/transport-netty4/plugin-descriptor.properties');
  // Everything runs from the class path here: there is no Java module of that name to load.
  const descriptor = readFileSync(described, 'utf8').replace(/^modulename=.*$/m, '');
  writeFileSync(join(module, 'plugin-descriptor.properties'), descriptor);
  rmSync(join(home, 'META-INF'), { recursive: true });
}
