import type { StackPorts } from '../stack/stack.ts';
import { site } from './site.ts';

const device = 'my-sensor';
const payload = {
  Customer: site.customer,
  idDevice: 100,
  Device: device,
  Time: '2022-04-17 23:52:11',
  msgCount: 232,
  Temp: 14.51,
  'Temp-U': 'C',
  Hum: 'NULL',
};

/** What a person can open and try while the demo runs; every line can be copied as it is. */
export function addresses(
  { pageUrl, previewsUrl }: { readonly pageUrl: string; readonly previewsUrl: string },
  ports: StackPorts,
  logFolder: string,
): string[] {
  const elasticsearch = `http://127.0.0.1:${ports.elasticsearch}`;
  return [
    `  live page       ${pageUrl}/   ${pageUrl}/?device=air-1&wall`,
    `  status          ${pageUrl}/status   (what IT looks at every morning)`,
    `  dashboards      ${previewsUrl}   (previews: Kibana draws them otherwise)`,
    `  Elasticsearch   ${elasticsearch}/_cat/indices/${site.customer}-*?v&s=index`,
    `  mails           http://127.0.0.1:${ports.mailWeb}`,
    `  MQTT            mqtt://127.0.0.1:${ports.mqtt}   ws://127.0.0.1:${ports.mqttWebSocket}`,
    `  ActiveMQ        stomp://127.0.0.1:${ports.activemq}`,
    `  logs            ${logFolder}`,
    '',
    'Publish a reading of your own, and find it (as often as you publish it, it is one document):',
    '',
    `mosquitto_pub -p ${ports.mqtt} -q 1 -t ${site.customer}/devicev01/${device} -m '${JSON.stringify(payload)}'`,
    '',
    `curl -s '${elasticsearch}/${site.customer}-devicev01-data-2022-4-17/_search?q=device:${device}&pretty'`,
    '',
    'Ctrl-C stops everything.',
  ];
}
