import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Counter, Gauge, type Registry } from 'prom-client';

/** Of this product, as its package says. */
export const productVersion: string = (
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../package.json'), 'utf8')) as { version: string }
).version;

/** Says which version of which service runs: a constant 1, whose labels are what counts. */
export function registerBuildInfo(registry: Registry, service: string): void {
  const labels = { service, version: productVersion, node_version: process.versions.node };
  new Gauge({
    name: 'telemetry_build_info',
    help: 'Which version of which service runs; always 1',
    labelNames: Object.keys(labels),
    registers: [registry],
  }).set(labels, 1);
}

/** Called when a connection that had been lost is there again. `purpose`: what the connection is for. */
export type CountReconnect = (server: 'mqtt' | 'activemq', purpose: string) => void;

/** The counter of a process; the same one for whoever asks. */
export function createReconnectCounter(registry: Registry): CountReconnect {
  const name = 'telemetry_reconnects_total';
  const counter =
    (registry.getSingleMetric(name) as Counter<'server' | 'purpose'> | undefined) ??
    new Counter({
      name,
      help: 'Connections that came back after they had been lost',
      labelNames: ['server', 'purpose'],
      registers: [registry],
    });
  return (server, purpose) => counter.inc({ server, purpose });
}
