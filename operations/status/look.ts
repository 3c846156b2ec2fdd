import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import type { Finding } from '../../shared/status/finding.ts';
import type { OperationsConfig } from '../config.ts';
import { checkActivemq, checkMqtt, checkSmtp } from './brokers.ts';
import { checkService } from './services.ts';
import { checkStore } from './store.ts';

/** Looks at every service, server, sensor, backup and mail. Never throws: what cannot be looked at is a finding. */
export async function lookAtEverything(
  client: ElasticsearchClient,
  config: OperationsConfig,
  now: number,
): Promise<Finding[]> {
  const { services, mqtt, activemq, smtpUrl } = config.watched;
  const findings = await Promise.all([
    ...[...services].map(([name, address]) => checkService(name, address)),
    checkMqtt(mqtt),
    checkActivemq(activemq, config.customer),
    checkStore(client, config, now),
    checkSmtp(smtpUrl),
  ]);
  return findings.flat();
}
