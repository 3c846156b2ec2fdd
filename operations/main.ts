import '../shared/small-heap.ts';
import { runService } from '../shared/service.ts';
import { operationsConfiguration } from './config.ts';
import { createOperations } from './operations.ts';

await runService({ name: 'operations', configuration: operationsConfiguration, create: createOperations });
