import net, { type AddressInfo } from 'node:net';
import pino from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import { Consumer } from './consumer.ts';

const times = { quietMs: 100, answerMs: 200 };

interface FakeBroker {
  readonly url: string;
  readonly connections: number;
  /** The commands that it has received, over all connections. */
  readonly commands: readonly string[];
}

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Speaks just enough STOMP: `answer` gives the frames that follow upon one that it has received. */
async function fakeBroker(answer: (command: string, frame: string, earlier: number) => string[]): Promise<FakeBroker> {
  const commands: string[] = [];
  const sockets = new Set<net.Socket>();
  let connections = 0;
  const server = net.createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    let text = '';
    socket
      .on('error', () => undefined)
      .on('data', (chunk) => {
        text += chunk.toString();
        const frames = text.split('\0');
        text = frames.pop() ?? '';
        for (const frame of frames.map((each) => each.trimStart())) {
          const command = frame.slice(0, frame.indexOf('\n'));
          const earlier = commands.filter((each) => each === command).length;
          commands.push(command);
          const connected = command === 'CONNECT' ? ['CONNECTED\nversion:1.2\nheart-beat:0,0\n\n'] : [];
          for (const reply of [...connected, ...answer(command, frame, earlier)]) socket.write(`${reply}\0`);
        }
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    url: `stomp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    commands,
    get connections() {
      return connections;
    },
  };
}

function consume(url: string) {
  const onStall = vi.fn();
  const consumer = new Consumer({
    config: { urls: [url], username: undefined, password: undefined, ca: undefined },
    purpose: 'readings',
    logger: pino({ level: 'silent' }),
    destination: '/queue/q',
    prefetch: 10,
    onStall,
    watchdog: times,
  });
  closers.push(() => consumer.close());
  consumer.start();
  return { consumer, onStall };
}

const receiptOf = (frame: string): string[] => {
  const receipt = /^receipt:(.*)$/m.exec(frame)?.[1];
  return receipt === undefined ? [] : [`RECEIPT\nreceipt-id:${receipt}\n\n`];
};
const messageFor = (frame: string, timestamp: number): string => {
  const subscription = /^id:(.*)$/m.exec(frame)?.[1];
  return `MESSAGE\nsubscription:${subscription}\nmessage-id:m1\nack:a1\ntimestamp:${timestamp}\ncontent-length:2\n\n{}`;
};

test('a broker that says nothing any more is left for a new connection, and that counts', async () => {
  const broker = await fakeBroker(() => []);
  const { onStall } = consume(broker.url);
  await vi.waitFor(() => expect(broker.connections).toBeGreaterThan(1), 5000);
  expect(onStall).toHaveBeenCalled();
});

test('a quiet broker that answers is kept, and asked for a new subscription now and then', async () => {
  const broker = await fakeBroker((_command, frame) => receiptOf(frame));
  const { onStall } = consume(broker.url);
  await vi.waitFor(() => expect(broker.commands.filter((command) => command === 'SUBSCRIBE').length).toBe(4), 5000);
  expect(broker.connections).toBe(1);
  expect(onStall).not.toHaveBeenCalled();
});

test('a message that had been held up comes with the new subscription, and that counts', async () => {
  const broker = await fakeBroker((command, frame, earlier) =>
    command === 'SUBSCRIBE' && earlier === 1 ? [messageFor(frame, Date.now() - 1000)] : receiptOf(frame),
  );
  const { consumer, onStall } = consume(broker.url);
  const batch = await consumer.nextBatch(10);
  expect(batch.deliveries.map(({ body }) => body.toString())).toEqual(['{}']);
  expect(onStall).toHaveBeenCalledOnce();
  expect(broker.connections).toBe(1);
});

test('who still has something in hand is not disturbed', async () => {
  const broker = await fakeBroker((command, frame) =>
    command === 'SUBSCRIBE' ? [messageFor(frame, Date.now())] : receiptOf(frame),
  );
  const { consumer, onStall } = consume(broker.url);
  const batch = await consumer.nextBatch(10);
  await new Promise((resolve) => setTimeout(resolve, 5 * times.quietMs));
  expect(broker.commands).toEqual(['CONNECT', 'SUBSCRIBE']);
  batch.acknowledge();
  await vi.waitFor(() => expect(broker.commands).toContain('UNSUBSCRIBE'), 5000);
  expect(onStall).not.toHaveBeenCalled();
});
