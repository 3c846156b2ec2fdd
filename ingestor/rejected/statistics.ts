import type { ActivemqConfig } from '../../shared/config/common.ts';
import { receive, withBroker } from './broker.ts';

const patienceMs = 1000;

/**
 * How many messages a queue holds, by the broker's statistics plug-in; undefined where that is not installed. The question
 * goes to a topic, where nothing is left behind when nobody understands it.
 */
export async function queueSize(config: ActivemqConfig, queue: string): Promise<number | undefined> {
  const name = queue.replace('/queue/', '');
  const asked = withBroker(config, (client) => {
    return new Promise<number | undefined>((resolve) => {
      const timer = setTimeout(() => resolve(undefined), patienceMs);
      const answers = { destination: '/temp-queue/size', ack: 'auto', transformation: 'jms-map-json' };
      receive(client, answers, (_headers, body) => {
        clearTimeout(timer);
        resolve(sizeOf(body.toString()));
        return false;
      });
      const question = { destination: `/topic/ActiveMQ.Statistics.Destination.queue://${name}` };
      client.send({ ...question, 'reply-to': '/temp-queue/size' }).end();
    });
  });
  // A broker may forbid the question; then the answer is unknown, and nothing else.
  return await asked.catch(() => undefined);
}

/** `{"map":{"entry":[{"string":"size","long":14},…]}}` */
function sizeOf(answer: string): number | undefined {
  try {
    const { map } = JSON.parse(answer) as { map: { entry: { string: unknown; long?: number }[] } };
    return map.entry.find(({ string }) => string === 'size')?.long;
  } catch {
    return undefined;
  }
}
