import mqtt, { type IClientOptions } from 'mqtt';
import { inject } from 'vitest';

export interface Message {
  readonly topic: string;
  readonly payload: string | Buffer | Readonly<Record<string, unknown>>;
}

/** Publishes with QoS 1, in order, and resolves when the broker has acknowledged all of it. */
export async function publish(
  messages: readonly Message[],
  options: IClientOptions & { readonly url?: string; readonly publishQos?: 0 | 1 | 2; readonly retain?: boolean } = {},
): Promise<void> {
  const { url = inject('mqttUrl'), publishQos = 1, retain = false, ...clientOptions } = options;
  const client = await mqtt.connectAsync(url, clientOptions);
  await Promise.all(
    messages.map(({ topic, payload }) => {
      const bytes = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload);
      return client.publishAsync(topic, bytes, { qos: publishQos, retain });
    }),
  );
  await client.endAsync();
}
