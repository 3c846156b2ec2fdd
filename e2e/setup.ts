import { resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startStack } from '../stack/stack.ts';

declare module 'vitest' {
  interface ProvidedContext {
    mqttUrl: string;
    mqttWebSocketUrl: string;
    activemqUrl: string;
    elasticsearchUrl: string;
  }
}

/** Starts the real servers once for all end-to-end tests; each test has a customer, and so destinations and indices, of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stack = await startStack({
    folder: resolve(import.meta.dirname, '../.stack/e2e'),
    servers: ['mosquitto', 'activemq', 'elasticsearch'],
    fresh: true,
    onProgress: (line) => process.stdout.write(`stack: ${line}\n`),
  });
  project.provide('mqttUrl', stack.mqttUrl);
  project.provide('mqttWebSocketUrl', stack.mqttWebSocketUrl);
  project.provide('activemqUrl', stack.activemqUrl);
  project.provide('elasticsearchUrl', stack.elasticsearchUrl);
  return () => stack.stop();
}
