import type { Writable } from 'node:stream';
import type { Message } from './message.ts';
import { MessageReader } from './message-reader.ts';
import type { StompClient } from './stomp.ts';

/**
 * Hands over the messages of a connection whole, past stompit, which gets all other frames as before: it makes a stream of
 * each message, at three times the cost. To be called once, before the first subscription; stompit's own callbacks are then
 * told of errors only. `_incoming` is a private field of stompit, so its version is pinned.
 */
export function divertMessages(
  client: StompClient,
  onMessage: (message: Message, subscription: string | undefined) => void,
): void {
  const { _incoming: incoming } = client as unknown as { _incoming: Writable };
  const socket = client.getTransportSocket();
  const reader = new MessageReader(onMessage, (frame) => incoming.write(frame));
  socket.unpipe(incoming);
  socket.on('data', (chunk: Buffer) => {
    try {
      reader.push(chunk);
    } catch (error) {
      client.destroy(error as Error);
    }
  });
  socket.on('end', () => incoming.end());
  // It stood still from the moment that stompit's reader was taken off.
  socket.resume();
}
