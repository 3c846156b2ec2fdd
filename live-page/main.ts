import '../shared/small-heap.ts';
import { runService } from '../shared/service.ts';
import { livePageConfiguration } from './config.ts';
import { createLivePage } from './live-page.ts';

await runService({ name: 'live-page', configuration: livePageConfiguration, create: createLivePage });
