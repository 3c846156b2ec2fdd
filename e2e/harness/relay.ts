import net, { type AddressInfo } from 'node:net';

/** A TCP relay in front of a real server, which a test can cut and mend. */
export interface Relay {
  /** The same URL, through the relay. */
  readonly url: string;
  /** Refuses new connections and ends the present ones, as when a server is gone. */
  cut(): Promise<void>;
  /** Holds every byte back, as when a server is frozen or a cable pulled. */
  freeze(): void;
  /** As if nothing had happened. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

export async function createRelay(targetUrl: string): Promise<Relay> {
  const target = new URL(targetUrl);
  const pairs = new Set<readonly [net.Socket, net.Socket]>();
  let frozen = false;

  const server = net.createServer((inbound) => {
    const outbound = net.connect(Number(target.port), target.hostname);
    const pair = [inbound, outbound] as const;
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      for (const socket of pair) socket.destroy();
    };
    for (const socket of pair) socket.on('error', end).on('close', end);
    inbound.pipe(outbound).pipe(inbound);
    if (frozen) for (const socket of pair) socket.pause();
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const relayed = new URL(targetUrl);
  relayed.port = String(port);

  const cut = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const [inbound, outbound] of pairs) {
      inbound.destroy();
      outbound.destroy();
    }
    await closed;
  };
  return {
    url: relayed.href.replace(/\/$/, ''),
    cut,
    freeze() {
      frozen = true;
      for (const [inbound, outbound] of pairs) {
        inbound.unpipe(outbound);
        outbound.unpipe(inbound);
      }
    },
    async mend() {
      frozen = false;
      // A frozen connection has missed nothing, but it is simplest to let both ends begin anew.
      for (const [inbound] of pairs) inbound.destroy();
      if (!server.listening) await listen(port);
    },
    close: cut,
  };
}
