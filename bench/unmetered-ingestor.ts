import '../shared/small-heap.ts';
import { ingestorConfiguration } from '../ingestor/config.ts';
import { createIngestor } from '../ingestor/ingestor.ts';
import { sensorTypes } from '../shared/sensors/index.ts';
import { runService } from '../shared/service.ts';

// The ingestor as it would be without metering: what metering costs is the difference.
await runService({
  name: 'ingestor',
  configuration: ingestorConfiguration,
  create: (context) => createIngestor(context, sensorTypes, false),
});
