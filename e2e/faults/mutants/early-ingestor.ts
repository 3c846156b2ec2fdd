/*
 * Preloaded into an ingestor, makes it acknowledge to ActiveMQ before Elasticsearch has anything: the fault that the
 * ledger must find.
 */
import { Consumer } from '../../../shared/activemq/consumer.ts';

const nextBatch = Consumer.prototype.nextBatch;
Consumer.prototype.nextBatch = async function (most) {
  const batch = await nextBatch.call(this, most);
  batch.acknowledge();
  return batch;
};
