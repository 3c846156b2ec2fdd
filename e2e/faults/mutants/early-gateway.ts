/*
 * Preloaded into a gateway, makes it acknowledge to the MQTT broker before ActiveMQ has anything: the fault that the
 * ledger must find.
 */
import { MqttSource } from '../../../gateway/mqtt-source.ts';

const nextBatch = MqttSource.prototype.nextBatch;
MqttSource.prototype.nextBatch = async function (most) {
  const batch = await nextBatch.call(this, most);
  batch.acknowledge();
  return batch;
};
