import net, { type AddressInfo } from 'node:net';
import { pipeline, Transform } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** A TCP relay in front of a real server, which a test can cut, freeze, slow down and mend. */
export interface Relay {
  /** The same URL, through the relay. */
  readonly url: string;
  /** Refuses new connections and ends the present ones, as when a server is gone. */
  cut(): Promise<void>;
  /** Holds every byte back, as when a server is frozen or a cable pulled. */
  freeze(): void;
  /** Every byte arrives so much later, in both directions. */
  delay(ms: number): void;
  /** No more than so many bytes a second on each connection, in each direction. */
  throttle(bytesPerSecond: number): void;
  /** As if nothing had happened. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** Sees the bytes that each side sends, in order, as they reach the relay. */
export interface Observer {
  readonly fromClient: (chunk: Buffer) => void;
  readonly fromServer: (chunk: Buffer) => void;
}

/** A throttled line moves on so many times a second. */
const piecesPerSecond = 20;

/** `observe` is called for every connection. */
export async function createRelay(targetUrl: string, observe?: () => Observer): Promise<Relay> {
  const target = new URL(targetUrl);
  const pairs = new Set<readonly [net.Socket, net.Socket]>();
  let frozen: PromiseWithResolvers<void> | undefined;
  let delayMs = 0;
  let bytesPerSecond = Number.POSITIVE_INFINITY;

  /** One direction of the line: nothing overtakes, and what is under way when a socket goes is gone. */
  async function* travel(parts: AsyncIterable<{ chunk: Buffer; at: number }>): AsyncGenerator<Buffer> {
    for await (const { chunk, at } of parts) {
      const early = at + delayMs - Date.now();
      if (early > 0) await sleep(early);
      for (let from = 0; from < chunk.length; ) {
        await frozen?.promise;
        const piece = chunk.subarray(from, from + Math.ceil(bytesPerSecond / piecesPerSecond));
        from += piece.length;
        yield piece;
        if (Number.isFinite(bytesPerSecond)) await sleep((1000 * piece.length) / bytesPerSecond);
      }
    }
  }
  function carry(from: net.Socket, to: net.Socket, see: ((chunk: Buffer) => void) | undefined, end: () => void): void {
    const stamp = new Transform({
      readableObjectMode: true,
      readableHighWaterMark: 1000,
      transform(chunk: Buffer, _encoding, done) {
        see?.(chunk);
        done(null, { chunk, at: Date.now() });
      },
    });
    pipeline(from, stamp, travel, to, end);
  }

  const server = net.createServer((inbound) => {
    const outbound = net.connect(Number(target.port), target.hostname);
    const pair = [inbound, outbound] as const;
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      for (const socket of pair) socket.destroy();
    };
    for (const socket of pair) socket.setNoDelay(true).on('error', end).on('close', end);
    const observer = observe?.();
    carry(inbound, outbound, observer?.fromClient, end);
    carry(outbound, inbound, observer?.fromServer, end);
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const relayed = new URL(targetUrl);
  relayed.port = String(port);

  const endAll = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  };
  const cut = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    endAll();
    await closed;
  };
  return {
    url: relayed.href.replace(/\/$/, ''),
    cut,
    freeze() {
      frozen ??= Promise.withResolvers();
    },
    delay(ms) {
      delayMs = ms;
    },
    throttle(rate) {
      bytesPerSecond = rate;
    },
    async mend() {
      delayMs = 0;
      bytesPerSecond = Number.POSITIVE_INFINITY;
      // A frozen connection has missed nothing, but it is simplest to let both ends begin anew.
      if (frozen) endAll();
      frozen?.resolve();
      frozen = undefined;
      if (!server.listening) await listen(port);
    },
    close: cut,
  };
}
