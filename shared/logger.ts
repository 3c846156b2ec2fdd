import { createRequire } from 'node:module';
import pino, { type Logger } from 'pino';

export type { Logger };

export type LogFormat = 'json' | 'pretty';

/** Keys whose values never reach a log, at any of the first levels of what is logged. */
const secrets = ['password', 'passcode', 'apiKey', 'secret', 'token', 'authorization', 'headers.authorization'];

/** JSON lines on standard output, or coloured lines for people; errors carry type, message and stack. */
export function createLogger(options: { service: string; level: string; format: LogFormat }): Logger {
  const settings: pino.LoggerOptions = {
    level: options.level,
    base: { service: options.service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: secrets.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[redacted]' },
  };
  if (options.format === 'json') return pino(settings);
  // Loaded only where people read along: it is of no use in a container, and takes memory.
  const pretty = createRequire(import.meta.url)('pino-pretty') as typeof import('pino-pretty');
  return pino(
    settings,
    pretty({ colorize: process.stdout.isTTY, ignore: 'pid,hostname', singleLine: true, sync: true }),
  );
}

/** A URL for logs: without the user's name and password. */
export function withoutCredentials(url: string): string {
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
}
