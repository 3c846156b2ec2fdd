import { randomBytes } from 'node:crypto';
import mqtt from 'mqtt';
import type { WatchedConfig } from '../config.ts';

/** Publishes one message with QoS 1; resolves when the broker has acknowledged it, rejects when it refuses or takes too long. */
export async function publishOnce(
  config: NonNullable<WatchedConfig['mqtt']>,
  message: { readonly topic: string; readonly payload: string },
  limitMs: number,
): Promise<void> {
  const { url, username, password, ca, protocolVersion } = config;
  const client = mqtt.connect(url, {
    clientId: `canary-${randomBytes(6).toString('hex')}`,
    // With MQTT 5 a broker says that it does not allow it; before, it says nothing.
    protocolVersion,
    connectTimeout: limitMs,
    reconnectPeriod: 0,
    ...(username && { username }),
    ...(password && { password }),
    ...(ca && { ca }),
  });
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no acknowledgement within ${limitMs / 1000} s`)), limitMs);
  client.on('error', reject);
  client.on('close', () => reject(new Error('the connection was closed')));
  try {
    await Promise.race([client.publishAsync(message.topic, message.payload, { qos: 1 }), failed]);
  } finally {
    clearTimeout(timer);
    client.end(true);
  }
}
