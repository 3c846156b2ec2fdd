import type { Stack } from './stack.ts';

/** The table that `npm run stack` ends its start with. */
export function summaryOf(stack: Stack, seconds: number): string {
  const rows = [
    ['MQTT', stack.mqttUrl, 'Mosquitto'],
    ['MQTT over WebSocket', stack.mqttWebSocketUrl, 'Mosquitto'],
    ['STOMP', stack.activemqUrl, 'ActiveMQ Classic'],
    ['HTTP', stack.elasticsearchUrl, 'Elasticsearch'],
    ['SMTP', stack.smtpUrl, 'mail catcher: nothing leaves this machine'],
    ['mails', stack.mailWebUrl, 'open in a browser'],
  ];
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0)) + 3;
  const table = rows.map(
    ([use = '', url = '', what = '']) => `  ${use.padEnd(width(0))}${url.padEnd(width(1))}${what}`,
  );
  return ['', `The stack is up (${seconds.toFixed(1)} s). Ctrl-C stops it.`, '', ...table, ''].join('\n');
}
