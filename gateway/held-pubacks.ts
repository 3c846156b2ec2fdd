import type { MqttClient } from 'mqtt';

type SendPacket = (
  packet: { cmd: string; messageId?: number; reasonCode?: number },
  done?: () => void,
  ...rest: unknown[]
) => void;

/**
 * Makes a client keep its PUBACKs back, and returns the function that sends one.
 *
 * MQTT.js sends a PUBACK when a message has been handled, and handles one message at a time: acknowledging only what the
 * queue has confirmed would allow one message per round trip. Here the client goes on at once with the next message, and
 * the PUBACKs follow when their transaction has been committed. `_sendPacket` is a private method of MQTT.js, so its version
 * is pinned, and a test kills a gateway between receipt and PUBACK to see that the promise holds.
 */
export function holdPubacks(client: MqttClient): (messageId: number) => void {
  const inner = client as unknown as { _sendPacket: SendPacket };
  const sendPacket = inner._sendPacket.bind(client);
  inner._sendPacket = (packet, done, ...rest) => {
    if (packet.cmd === 'puback') done?.();
    else sendPacket(packet, done, ...rest);
  };
  return (messageId) => sendPacket({ cmd: 'puback', messageId, reasonCode: 0 });
}
