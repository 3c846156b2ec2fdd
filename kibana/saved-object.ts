import type { Language } from '../shared/language.ts';
import type { DataViewId } from './data-views.ts';
import type { Reference } from './lens/lens.ts';
import type { DashboardId } from './panel.ts';

/** What the saved objects are made for. */
export interface Target {
  readonly customer: string;
  readonly language: Language;
  readonly readingPeriodSeconds: number;
  /** The space that they are for; `default` where it is not said. */
  readonly space?: string;
  /** Address of the live page, for a link to it. */
  readonly livePageUrl?: string;
}

/** As in Kibana's export files. */
export interface SavedObject {
  readonly type: 'index-pattern' | 'dashboard';
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references: readonly Reference[];
  readonly coreMigrationVersion: string;
  readonly typeMigrationVersion: string;
  readonly managed: boolean;
}

/** The newest versions that Kibana 8.19 knows; later ones bring older objects up to date at import. */
const versions = { core: '8.8.0', 'index-pattern': '8.0.0', dashboard: '10.2.0' } as const;

/**
 * Ids never change: an import replaces what an earlier one made, and links to a dashboard stay good. Kibana has each id once
 * in all its spaces, and would make another one up for the second space.
 */
export const dashboardId = (target: Target, id: DashboardId): string =>
  `${target.customer}-${id}-${target.language}${suffixOf(target)}`;
export const dataViewId = (target: Target, id: DataViewId): string =>
  `${target.customer}-${id}-view-${target.language}${suffixOf(target)}`;
const suffixOf = ({ space = 'default' }: Target): string => (space === 'default' ? '' : `-${space}`);

/** What Kibana needs to know which of its migrations an object still has to go through. */
export const versionsOf = (type: SavedObject['type']) => ({
  coreMigrationVersion: versions.core,
  typeMigrationVersion: versions[type],
  managed: false,
});
