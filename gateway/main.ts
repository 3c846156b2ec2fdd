import '../shared/small-heap.ts';
import { runService } from '../shared/service.ts';
import { gatewayConfiguration } from './config.ts';
import { createGateway } from './gateway.ts';

await runService({ name: 'gateway', configuration: gatewayConfiguration, create: createGateway });
