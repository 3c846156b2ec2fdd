import { randomUUID } from 'node:crypto';
import mqtt, { type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt';
import { backoffMs } from '../shared/backoff.ts';
import type { Envelope } from '../shared/envelope.ts';
import { Inbox } from '../shared/inbox.ts';
import { type Logger, withoutCredentials } from '../shared/logger.ts';
import type { CountReconnect } from '../shared/metrics.ts';
import { Outage } from '../shared/outage.ts';
import { trust } from '../shared/tls.ts';
import type { MqttConfig } from './config.ts';
import { holdPubacks, makeNumbersAsNeeded } from './mqtt-internals.ts';

export interface MqttBatch {
  /** In the order of arrival; empty only when the source is closing. */
  readonly messages: readonly Envelope[];
  /** Sends the PUBACKs, unless the connection that delivered the messages is gone: the broker then delivers them again. */
  acknowledge(): void;
}

interface Received {
  readonly envelope: Envelope;
  /** Undefined for QoS 0, which nobody acknowledges. */
  readonly messageId: number | undefined;
}

/** What a broker that honours it (MQTT 5) sends unacknowledged; older ones have a limit of their own. */
const receiveMaximum = 1000;
/** Beyond this many unsent bytes, reading stops until a batch has been taken. */
const bufferLimitBytes = 16 * 1024 * 1024;
const batchLimitBytes = 4 * 1024 * 1024;
const neverExpires = 0xffff_ffff;
const sessionTakenOver = 0x8e;
const steadyMs = 10_000;

/**
 * Messages of one MQTT subscription: QoS 1, persistent session, each acknowledged only when its batch is.
 */
export class MqttSource {
  readonly #config: MqttConfig;
  readonly #logger: Logger;
  readonly #onReconnect: CountReconnect;
  readonly #outage: Outage;
  #client: MqttClient | undefined;
  #sendPubacks: (messageIds: readonly number[]) => void = () => undefined;
  /** Counts connections: a PUBACK belongs to the one that delivered its message. */
  #connection = 0;
  #subscribed = false;
  readonly #inbox = new Inbox<Received>(bufferLimitBytes, ({ envelope }) => envelope.body.length);
  #closing = false;

  constructor(config: MqttConfig, logger: Logger, onReconnect: CountReconnect) {
    this.#config = config;
    this.#onReconnect = onReconnect;
    this.#logger = logger;
    this.#outage = new Outage('the MQTT broker', logger);
  }

  /** Connected, and the broker has granted the subscription. */
  get subscribed(): boolean {
    return this.#subscribed;
  }

  /** Begins to connect, and returns at once. */
  start(): void {
    this.#onReconnect('mqtt', 'readings', 0);
    makeNumbersAsNeeded();
    const client = mqtt.connect(this.#config.url, connectOptions(this.#config));
    this.#client = client;
    this.#sendPubacks = holdPubacks(client);
    client.handleMessage = (packet, proceed) => this.#receive(packet, proceed);
    let attempt = 0;
    let connectedAt = 0;
    client.on('reconnect', () => {
      client.options.reconnectPeriod = backoffMs(attempt++);
    });
    client.on('connect', ({ sessionPresent }) => {
      const reconnected = this.#connection > 0;
      this.#connection += 1;
      connectedAt = Date.now();
      if (reconnected) this.#onReconnect('mqtt', 'readings', 1);
      if (reconnected && !sessionPresent) {
        this.#logger.warn(
          'the MQTT broker had forgotten our session: what was published meanwhile did not wait for us',
        );
      }
      this.#subscribe(client);
    });
    client.on('close', () => {
      // A connection that the broker ends at once is no success: two gateways with one client id would chase each other.
      if (connectedAt > 0 && Date.now() - connectedAt > steadyMs) attempt = 0;
      connectedAt = 0;
      this.#forget();
    });
    client.on('disconnect', ({ reasonCode }) => {
      if (reasonCode === sessionTakenOver) {
        this.#outage.began(new Error(`another client uses the client id ${this.#config.clientId}`));
      }
    });
    client.on('error', (error) => this.#outage.began(error));
    client.on('offline', () => {
      if (!this.#closing) this.#outage.began(new Error('the connection was closed'));
    });
  }

  /** Waits for a message, and takes as many as are there. Take the next batch only when done with this one. */
  async nextBatch(most: number): Promise<MqttBatch> {
    const taken = await this.#inbox.take(most, batchLimitBytes);
    const connection = this.#connection;
    return {
      messages: taken.map(({ envelope }) => envelope),
      acknowledge: () => {
        if (connection !== this.#connection || !this.#client?.connected) return;
        this.#sendPubacks(taken.map(({ messageId }) => messageId).filter((messageId) => messageId !== undefined));
      },
    };
  }

  /** Hands out no further batch; the present one may still be acknowledged. */
  stopIntake(): void {
    this.#closing = true;
    this.#inbox.close();
  }

  /** Ends the connection; the broker keeps the session. May be called twice. */
  async close(): Promise<void> {
    this.stopIntake();
    const client = this.#client;
    this.#client = undefined;
    if (client) await client.endAsync(!client.connected);
  }

  #subscribe(client: MqttClient): void {
    const { topic, url } = this.#config;
    // Retained messages come with a new session only, not at every reconnection (MQTT 5).
    client.subscribe(topic, { qos: 1, rh: 1 }, (error, granted) => {
      const refused =
        error ?? (granted?.[0] && granted[0].qos > 2 ? new Error('the broker refused the subscription') : undefined);
      if (refused) {
        this.#outage.began(new Error(`cannot subscribe to ${topic}: ${refused.message}`));
        // Rights may be given later: come back with the usual backoff.
        client.stream.destroy();
        return;
      }
      this.#subscribed = true;
      this.#outage.ended();
      this.#logger.info({ server: withoutCredentials(url), topic }, 'subscribed to the MQTT broker');
    });
  }

  #receive(packet: IPublishPacket, proceed: () => void): void {
    if (this.#closing) {
      // Not acknowledged, so it stays with the broker; but the connection is read on, or it could not be ended in order.
      proceed();
      return;
    }
    this.#inbox.put({
      envelope: {
        body: packet.payload as Buffer,
        mqttTopic: packet.topic,
        receivedAt: Date.now(),
        readingId: randomUUID(),
        ...(packet.retain ? { retained: true } : {}),
      },
      messageId: packet.qos > 0 ? packet.messageId : undefined,
    });
    this.#inbox.whenRoom(proceed);
  }

  /** The connection is gone: what it delivered and nobody has taken comes again, all but QoS 0. */
  #forget(): void {
    this.#subscribed = false;
    this.#inbox.retain(({ messageId }) => messageId === undefined);
  }
}

function connectOptions(config: MqttConfig): IClientOptions {
  return {
    clientId: config.clientId,
    protocolVersion: config.protocolVersion,
    clean: false,
    keepalive: 30,
    reconnectPeriod: backoffMs(0),
    reconnectOnConnackError: true,
    resubscribe: false,
    connectTimeout: 10_000,
    ...(config.protocolVersion === 5 && { properties: { sessionExpiryInterval: neverExpires, receiveMaximum } }),
    ...(config.username !== undefined && { username: config.username }),
    ...(config.password !== undefined && { password: config.password }),
    ...trust(config.ca),
  };
}
