import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Installation } from './installation.ts';
import { site } from './site.ts';

const root = resolve(import.meta.dirname, '..');

/** Sends a canary through everything that runs, until its mail is sent; throws an Error with what it says when it was lost. */
export async function canaryPasses(installation: Installation, signal: AbortSignal): Promise<string> {
  const { stack, statusServices } = installation;
  const environment = {
    CUSTOMER: site.customer,
    MQTT_URL: stack.mqttUrl,
    ACTIVEMQ_URL: stack.activemqUrl,
    ELASTICSEARCH_URL: stack.elasticsearchUrl,
    SMTP_URL: stack.smtpUrl,
    STATUS_SERVICES: statusServices,
  };
  const run = promisify(execFile)(process.execPath, ['operations/canary.ts'], { cwd: root, env: environment, signal });
  const { stdout } = await run.catch((error: { readonly stdout?: string; readonly message: string }) => {
    throw new Error(`the canary: ${error.stdout || error.message}`);
  });
  const last = /mail taken by the SMTP server +after (.*)$/m.exec(stdout)?.[1];
  return `a canary went from MQTT to a drill mail in ${last}, past every station`;
}
