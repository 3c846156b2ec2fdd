import '../shared/small-heap.ts';
import { runService } from '../shared/service.ts';
import { createAlerter } from './alerter.ts';
import { alerterConfiguration } from './config.ts';

await runService({ name: 'alerter', configuration: alerterConfiguration, create: createAlerter });
