import { dashboardsOf } from './dashboards/index.ts';
import type { dataViewsOf } from './data-views.ts';
import { lensOf, type Reference } from './lens/lens.ts';
import type { ChartPanel, NotePanel } from './panel.ts';
import { dashboardId, dataViewId, type Target } from './saved-object.ts';
import type { Texts } from './texts/index.ts';

/** Of the row of links at the top. */
export const linksHeight = 3;

/** A panel on its way into a dashboard. */
export interface Part {
  readonly id: string;
  readonly place?: object | undefined;
  readonly type: string;
  readonly title?: string;
  readonly config: object;
  readonly references: readonly Reference[];
}

export function chartPart(
  target: Target,
  panel: ChartPanel,
  views: ReturnType<typeof dataViewsOf>,
  words: Texts,
): Part {
  const attributes = lensOf(panel, views[panel.data], dataViewId(target, panel.data), words);
  const { title, description, references } = attributes;
  const config = { attributes, title, description, ...(panel.time && { timeRange: panel.time }) };
  return { id: panel.id, type: 'lens', title, config, references };
}

export function notePart(target: Target, { note }: NotePanel, words: Texts): Part {
  const { title, text } = words.notes[note];
  const markdown = text.replaceAll('<customer>', target.customer);
  const savedVis = {
    id: '',
    title,
    description: '',
    type: 'markdown',
    params: { fontSize: 12, openLinksInNewTab: false, markdown },
    uiState: {},
    data: { aggs: [], searchSource: { query: { query: '', language: 'kuery' }, filter: [] } },
  };
  return { id: note, type: 'visualization', title, config: { savedVis, title }, references: [] };
}

/** From every dashboard to the others, and to the live page where its address is known. */
export function linksPart(target: Target, words: Texts): Part {
  const dashboards = dashboardsOf(target).map(({ id }, order) => ({
    link: {
      type: 'dashboardLink',
      id: `link-${id}`,
      label: words.dashboards[id].link,
      order,
      destinationRefName: `link_${id}_dashboard`,
      // The period that was looked at stays; a device of one type says nothing to another.
      options: { openInNewTab: false, useCurrentDateRange: true, useCurrentFilters: false },
    },
    reference: { type: 'dashboard', id: dashboardId(target, id), name: `link_${id}_dashboard` },
  }));
  const live = target.livePageUrl && {
    type: 'externalLink',
    id: 'link-live',
    label: words.live,
    order: dashboards.length,
    destination: target.livePageUrl,
    options: { openInNewTab: true, encodeUrl: false },
  };
  return {
    id: 'links',
    place: { x: 0, y: 0, w: 48, h: linksHeight },
    type: 'links',
    config: {
      attributes: { layout: 'horizontal', links: [...dashboards.map(({ link }) => link), ...(live ? [live] : [])] },
      hidePanelTitles: true,
    },
    references: dashboards.map(({ reference }) => reference),
  };
}
