import { createRequire } from 'node:module';
import type { MqttClient } from 'mqtt';

type SendPacket = (packet: { cmd: string }, done?: () => void, ...rest: unknown[]) => void;

/**
 * Keeps MQTT.js, to be told before the first connection, from making a Buffer for each of the 65,536 possible message ids:
 * 7 MB, which the garbage collector looks through again and again.
 */
export function makeNumbersAsNeeded(): void {
  const mqttPacket = createRequire(import.meta.resolve('mqtt'))('mqtt-packet') as {
    writeToStream: { cacheNumbers: boolean };
  };
  mqttPacket.writeToStream.cacheNumbers = false;
}

/**
 * Makes a client keep its PUBACKs back, and returns the function that sends those of the messages named, in that order.
 *
 * MQTT.js sends a PUBACK when a message has been handled, and handles one message at a time: acknowledging only what the
 * queue has confirmed would allow one message per round trip. Here the client goes on at once with the next message, and
 * the PUBACKs follow when their transaction has been committed, all in one write. `_sendPacket` is a private method of
 * MQTT.js, so its version is pinned, and a test kills a gateway between receipt and PUBACK to see that the promise holds.
 */
export function holdPubacks(client: MqttClient): (messageIds: readonly number[]) => void {
  const inner = client as unknown as { _sendPacket: SendPacket };
  const sendPacket = inner._sendPacket.bind(client);
  inner._sendPacket = (packet, done, ...rest) => {
    if (packet.cmd === 'puback') done?.();
    else sendPacket(packet, done, ...rest);
  };
  return (messageIds) => client.stream.write(encodePubacks(messageIds));
}

/** PUBACK packets that say nothing but success: the same four bytes in MQTT 3.1.1 (3.4) and MQTT 5 (3.4.2.1). */
function encodePubacks(messageIds: readonly number[]): Buffer {
  const bytes = Buffer.alloc(messageIds.length * 4);
  for (const [at, messageId] of messageIds.entries()) {
    bytes.writeUInt16BE(0x40_02, at * 4);
    bytes.writeUInt16BE(messageId, at * 4 + 2);
  }
  return bytes;
}
