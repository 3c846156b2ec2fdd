import { randomUUID } from 'node:crypto';
import mqtt from 'mqtt';

export interface PublisherOptions {
  /** `mqtt://`, `mqtts://` or `ws://`, with user and password in it if need be. */
  readonly url: string;
  /** How many publishes may wait for their PUBACK (default 200). */
  readonly inFlight?: number;
  /** Told once when the broker goes away, and once when it is there. */
  readonly onState?: (state: 'connected' | 'away', reason?: string) => void;
}

interface PublisherCounts {
  /** Confirmed by PUBACK. */
  published: number;
  /** Not confirmed when the publisher was closed. */
  unconfirmed: number;
  /** Connections after the first one. */
  reconnections: number;
}

/** Publishes with QoS 1 and waits for the broker when it is away; nothing that was taken is dropped before `close`. */
export interface Publisher {
  readonly counts: Readonly<PublisherCounts>;
  /** Resolves when there is room for the next one, not when it is confirmed: that is the back-pressure. */
  publish(topic: string, payload: string): Promise<void>;
  /** Waits for the outstanding PUBACKs, at most `patienceMs` (default 5000), then disconnects. May be called twice. */
  close(patienceMs?: number): Promise<void>;
}

/** Connects at once, without waiting for success. */
export function createPublisher({ url, inFlight = 200, onState }: PublisherOptions): Publisher {
  const counts: PublisherCounts = { published: 0, unconfirmed: 0, reconnections: 0 };
  const client = mqtt.connect(url, {
    clientId: `simulator-${randomUUID()}`,
    reconnectPeriod: 1000,
    connectTimeout: 10_000,
  });
  let connections = 0;
  let state: 'connected' | 'away' | undefined;
  let waiting = 0;
  let reason: string | undefined;
  let closed = false;
  let closing: Promise<void> | undefined;
  /** Told after each confirmation. */
  const listeners = new Set<() => void>();

  client.on('connect', () => {
    if (connections++ > 0) counts.reconnections++;
    state = 'connected';
    onState?.('connected');
  });
  // The reason comes with 'error'; mqtt.js goes on trying by itself.
  client.on('error', (error) => {
    reason = error.message || ('code' in error ? String(error.code) : error.name);
  });
  client.on('close', () => {
    if (!closed && state !== 'away') onState?.('away', reason);
    state = 'away';
    reason = undefined;
  });

  function changed(): Promise<void> {
    return new Promise((resolve) => {
      const listener = () => {
        listeners.delete(listener);
        resolve();
      };
      listeners.add(listener);
    });
  }

  function settled(error?: Error | null): void {
    waiting--;
    if (error) counts.unconfirmed++;
    else counts.published++;
    for (const listener of [...listeners]) listener();
  }

  async function disconnect(patienceMs: number): Promise<void> {
    const patience = Date.now() + patienceMs;
    while (waiting > 0 && Date.now() < patience) {
      await Promise.race([changed(), new Promise((resolve) => setTimeout(resolve, 50))]);
    }
    // Forced when the broker is away; mqtt.js then reports the outstanding ones as failed, or not at all.
    await client.endAsync(state !== 'connected' || waiting > 0);
    counts.unconfirmed += waiting;
    waiting = 0;
  }

  return {
    counts,
    async publish(topic, payload) {
      while (waiting >= inFlight && !closed) await changed();
      if (closed) return;
      waiting++;
      client.publish(topic, payload, { qos: 1 }, (error) => settled(error));
    },
    close(patienceMs = 5000) {
      closed = true;
      closing ??= disconnect(patienceMs);
      // Whoever waits for room need not.
      for (const listener of [...listeners]) listener();
      return closing;
    },
  };
}
