// The health check of a container: 0 while its service answers on /health. Plain JavaScript and one module, as it is
// started every few seconds in every container.
import { get } from 'node:http';

const port = process.env.HEALTH_PORT || '9100';
const request = get({ host: '127.0.0.1', port, path: '/health', timeout: 4000 }, ({ statusCode }) => {
  process.exit(statusCode === 200 ? 0 : 1);
});
request.on('timeout', () => request.destroy());
request.on('error', () => process.exit(1));
