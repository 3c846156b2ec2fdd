import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Counter, Gauge, type Registry } from 'prom-client';

const root = resolve(import.meta.dirname, '..');

/** Of this product, as its package says. */
export const productVersion: string = (
  JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as { version: string }
).version;

/** The commit that a working copy is at; `unknown` without one, or without git. */
function revisionOfCheckout(): string {
  if (!existsSync(resolve(root, '.git'))) return 'unknown';
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return 'unknown';
  }
}

/**
 * Says which version of which service runs: a constant 1, whose labels are what counts. `revision`: the commit that it was
 * built from; without it git is asked.
 */
export function registerBuildInfo(registry: Registry, service: string, revision = revisionOfCheckout()): void {
  const labels = { service, version: productVersion, revision, node_version: process.versions.node };
  new Gauge({
    name: 'telemetry_build_info',
    help: 'Which version of which service runs; always 1',
    labelNames: Object.keys(labels),
    registers: [registry],
  }).set(labels, 1);
}

/**
 * Called with 1 when a connection that had been lost is there again, and with 0 before the first: a series that begins with its
 * first event has no increase, and Prometheus would miss that event. `purpose`: what the connection is for.
 */
export type CountReconnect = (server: 'mqtt' | 'activemq', purpose: string, times: 0 | 1) => void;

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
  return (server, purpose, times) => counter.inc({ server, purpose }, times);
}
