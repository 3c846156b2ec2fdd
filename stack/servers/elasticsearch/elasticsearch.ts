import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { httpProbe } from '../../probes.ts';
import type { Launch } from '../../server-process.ts';

export interface ElasticsearchOptions {
  java: string;
  /** Where its jars, modules and launcher are. */
  home: string;
  folder: string;
  logFile: string;
  port: number;
  heapMegabytes: number;
  settings: Readonly<Record<string, string>>;
}

const LOGGING = `rootLogger.level = info
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{ISO8601} %-5p %c{1.} %m%n
`;

export function elasticsearchLaunch(options: ElasticsearchOptions): Launch {
  const configuration = join(options.folder, 'config');
  const classPath = [join(options.home, 'classes'), join(options.home, 'lib', '*')].join(':');
  const heap = options.heapMegabytes;
  return {
    name: 'elasticsearch',
    command: options.java,
    args: [
      `-Xms${Math.min(512, heap)}m`,
      `-Xmx${heap}m`,
      '-Xss1m',
      '-XX:+ExitOnOutOfMemoryError',
      '--enable-native-access=ALL-UNNAMED',
      '--add-modules=jdk.incubator.vector',
      '-Dlog4j2.disable.jmx=true',
      '-Dlog4j.shutdownHookEnabled=false', // or the last lines, about the shutdown itself, would be missing
      '-Dio.netty.noUnsafe=true',
      '-Dorg.elasticsearch.nativeaccess.enableVectorLibrary=false', // not among the published jars
      '-cp',
      classPath,
      'ElasticsearchServer',
      options.home,
      configuration,
    ],
    folder: options.folder,
    logFile: options.logFile,
    // Yellow is as good as it gets: a single node has nowhere to put replicas.
    ready: httpProbe(`http://127.0.0.1:${options.port}/_cluster/health?wait_for_status=yellow&timeout=1s`),
    startSeconds: 180,
    prepare: () => {
      mkdirSync(configuration, { recursive: true });
      writeFileSync(join(configuration, 'elasticsearch.yml'), yaml(options));
      writeFileSync(join(configuration, 'log4j2.properties'), LOGGING);
    },
  };
}

function yaml(options: ElasticsearchOptions): string {
  const settings = {
    'cluster.name': 'stack',
    'node.name': 'stack',
    'discovery.type': 'single-node',
    'network.host': '127.0.0.1',
    'http.port': String(options.port),
    'transport.port': '0', // nobody connects there, so any free port does
    'path.data': join(options.folder, 'data'),
    'path.logs': join(options.folder, 'logs'),
    'path.repo': join(options.folder, 'snapshots'),
    // By default a disk that is 95 % full makes every index read-only, however many gigabytes the other 5 % are.
    'cluster.routing.allocation.disk.watermark.low': '1gb',
    'cluster.routing.allocation.disk.watermark.high': '500mb',
    'cluster.routing.allocation.disk.watermark.flood_stage': '250mb',
    ...options.settings,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`)
    .join('');
}
