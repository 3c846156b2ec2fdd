import type { OpenIncident, Sources } from '../../protocol.ts';
import { h, setText } from '../dom.ts';
import type { Format } from '../format.ts';
import type { Texts } from '../texts/texts.ts';

/** What is wrong between the sensors and the page, one line at most: the worst. */
export interface Notices {
  readonly element: HTMLElement;
  update(state: {
    /** Since when the server has not been heard, by the server's clock; undefined while it is heard. */
    readonly lostSince: number | undefined;
    readonly sources: Sources;
    readonly noSourceSince: number | undefined;
    readonly incidents: readonly OpenIncident[];
    readonly now: number;
  }): void;
}

export function createNotices(text: Texts, format: Format): Notices {
  const element = h('div', { class: 'notice', role: 'alert', hidden: true });
  return {
    element,
    update({ lostSince, sources, noSourceSince, incidents, now }) {
      const since = (at: number) => format.time(at, now);
      const down = incidents.find(({ kind }) => kind === 'pipeline-down');
      const [kind, line] =
        lostSince !== undefined
          ? ['lost', text.lost(since(lostSince))]
          : !sources.topic && !sources.store
            ? ['no-source', text.noSource(since(noSourceSince ?? now))]
            : down
              ? ['pipeline-down', text.pipelineDown(since(down.openedAt))]
              : sources.topic
                ? ['', '']
                : ['polling', text.polling];
      element.dataset.kind = kind;
      element.hidden = line === '';
      setText(element, line ?? '');
    },
  };
}
