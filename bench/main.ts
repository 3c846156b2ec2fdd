import { resolve } from 'node:path';
import { startStack } from '../stack/stack.ts';
import { drain } from './drain.ts';
import { rawActivemq, rawElasticsearch } from './raw.ts';
import { readings } from './readings.ts';

const folder = resolve(import.meta.dirname, '../.stack/bench');
const stack = await startStack({
  folder,
  fresh: true,
  servers: ['mosquitto', 'activemq', 'elasticsearch'],
  tuning: { mosquittoSaveEvery: 1000 },
});
try {
  const sample = readings({ customer: 'raw', type: 'devicev01', count: 60_000, devices: 10, until: Date.now() });
  const amq = await rawActivemq(stack.activemqUrl, sample.slice(0, 30000), [500, 1000]);
  console.log(amq);
  console.log('es', await rawElasticsearch(stack.elasticsearchUrl, 'raw', sample));
  console.log(await drain(stack, { count: 60_000, devices: 10, types: ['devicev01'], logFolder: `${folder}/logs` }));
} finally {
  await stack.stop();
}
