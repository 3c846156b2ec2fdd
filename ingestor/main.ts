import '../shared/small-heap.ts';
import { runService } from '../shared/service.ts';
import { ingestorConfiguration } from './config.ts';
import { createIngestor } from './ingestor.ts';

await runService({ name: 'ingestor', configuration: ingestorConfiguration, create: createIngestor });
