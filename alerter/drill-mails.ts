import type { Drill, DrillMail } from '../shared/drill.ts';
import type { ElasticsearchClient } from '../shared/elasticsearch/client.ts';
import type { Progress, Records, Settlement } from './mail/recorder.ts';
import type { SentMails } from './sent.ts';

/** What became of the mails of drills: kept on the run of the canary that asked for them. */
export interface DrillMails {
  /** Rejects when Elasticsearch is away. */
  progress(drill: Drill): Promise<Progress>;
  record(drill: Drill, settlement: Settlement, at: number): Promise<void>;
}

export function createDrillMails(client: ElasticsearchClient): DrillMails {
  async function mailOf({ stored }: Drill): Promise<DrillMail | undefined> {
    if (!stored) return undefined;
    const { _source } = await client.get<{ mail?: DrillMail }>(stored, { ignore: [404] });
    return _source?.mail;
  }
  return {
    async progress(drill) {
      const mail = await mailOf(drill);
      return { done: (mail?.sentAt ?? mail?.refusedAt) !== undefined, served: mail?.served ?? [] };
    },
    async record(drill, { served, done }, at) {
      if (!drill.stored) return;
      const before = (await mailOf(drill))?.served ?? [];
      const mail: DrillMail = {
        served: [...new Set([...before, ...served])],
        ...(done && { [done === 'sent' ? 'sentAt' : 'refusedAt']: new Date(at).toISOString() }),
      };
      // The run may have been deleted meanwhile: then nobody waits for it.
      await client.update({ ...drill.stored, doc: { mail }, retry_on_conflict: 5 }, { ignore: [404] });
    },
  };
}

/** Each notice has its record where it belongs. */
export const recordsOf = (incidents: SentMails, drills: DrillMails): Records => ({
  progress: (notice) => (notice.kind === 'drill' ? drills.progress(notice) : incidents.progress(notice)),
  record: (notice, settlement, at) =>
    notice.kind === 'drill' ? drills.record(notice, settlement, at) : incidents.record(notice, settlement, at),
});
