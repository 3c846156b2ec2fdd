import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { stompProbe } from '../../probes.ts';
import type { Launch } from '../../server-process.ts';

export interface ActiveMqOptions {
  java: string;
  /** Where its jars and launcher are. */
  home: string;
  folder: string;
  logFile: string;
  port: number;
  heapMegabytes: number;
  storeMegabytes: number;
}

export function activeMqLaunch(options: ActiveMqOptions): Launch {
  const classPath = [join(options.home, 'classes'), join(options.home, 'lib', '*')].join(':');
  return {
    name: 'activemq',
    command: options.java,
    args: [
      '-Xms128m',
      // Its index writes a whole page for each message that comes or goes, so small ones take a quarter off its work. An
      // index that exists keeps the size that it was made with.
      '-DdefaultPageSize=1024',
      '-XX:+UseParallelGC', // a tenth less processor time than the default collector, which matters on two cores
      `-Xmx${options.heapMegabytes}m`,
      '-XX:+ExitOnOutOfMemoryError', // without it the process lives on and accepts nothing
      '-Dorg.slf4j.simpleLogger.showDateTime=true',
      '-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS',
      '-cp',
      classPath,
      'ActiveMqServer',
      options.folder,
      String(options.port),
      String(options.storeMegabytes),
    ],
    folder: options.folder,
    logFile: options.logFile,
    ready: stompProbe(options.port),
    startSeconds: 120,
    prepare: () => mkdirSync(options.folder, { recursive: true }),
  };
}
