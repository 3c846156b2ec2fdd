import type { Dashboard } from '../panel.ts';
import { air } from './air.ts';
import { centrale } from './centrale.ts';
import { devicev01 } from './devicev01.ts';
import { health } from './health.ts';

/** Every dashboard of the product, in the order of the links between them. */
export const dashboardsOf = (site: { readonly readingPeriodSeconds: number }): readonly Dashboard[] => [
  air(site.readingPeriodSeconds),
  centrale(),
  devicev01(),
  health(),
];
