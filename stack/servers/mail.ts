import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allOf, httpProbe, smtpProbe } from '../probes.ts';
import type { Launch } from '../server-process.ts';

export interface MailOptions {
  folder: string;
  logFile: string;
  smtpPort: number;
  webPort: number;
}

export function mailLaunch(options: MailOptions): Launch {
  const program = fileURLToPath(new URL('bin/maildev.js', import.meta.resolve('maildev')));
  const mails = join(options.folder, 'mails');
  return {
    name: 'mail',
    command: process.execPath,
    args: [
      program,
      ...['--ip', '127.0.0.1', '--smtp', String(options.smtpPort)],
      ...['--web-ip', '127.0.0.1', '--web', String(options.webPort)],
      ...['--mail-directory', mails],
    ],
    folder: options.folder,
    logFile: options.logFile,
    ready: allOf(smtpProbe(options.smtpPort), httpProbe(`http://127.0.0.1:${options.webPort}/api/healthz`)),
    startSeconds: 60,
    prepare: () => mkdirSync(mails, { recursive: true }),
  };
}
