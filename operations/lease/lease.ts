import { hostname } from 'node:os';
import { errors } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import { OperationError } from '../operation-error.ts';
import { decideLease, type LeaseDocument, type LeaseVersion, mayAct, type Sighting } from './decision.ts';

/** A run that was killed holds the others up for so long. */
const durationMs = 30_000;
const id = 'lease';

/** Of what operations keep of their own work. Its name does not begin with the customer's: no backup and no wipe takes it along. */
export const operationsIndex = (customer: string): string => `operations-${customer}`;

/** The lease in this process's hands: until it is released, or `check` says that it is lost. */
export interface HeldLease {
  /** To be called before every step that changes something. Throws an OperationError when somebody else may have begun. */
  check(): void;
  release(): Promise<void>;
}

/** Somebody else has it. */
export interface Busy {
  readonly busy: LeaseDocument;
}

export interface LeaseOptions {
  readonly client: ElasticsearchClient;
  readonly customer: string;
  readonly durationMs?: number;
}

/**
 * Keeps apart whoever backs up, restores, deletes, compacts or migrates: one document that is written with the sequence number
 * that it was read at. Who holds it renews it; who wants it watches it, and takes it over when it is not renewed any more.
 */
export class Lease {
  readonly #client: ElasticsearchClient;
  readonly #index: string;
  readonly #durationMs: number;
  #seen: Sighting | undefined;

  constructor(options: LeaseOptions) {
    this.#client = options.client;
    this.#index = operationsIndex(options.customer);
    this.#durationMs = options.durationMs ?? durationMs;
  }

  /** Tries once. To take over what was left behind, try again and again with the same object. */
  async acquire(what: string): Promise<HeldLease | Busy> {
    const document: LeaseDocument = {
      owner: `${hostname()}, process ${process.pid}`,
      what,
      since: new Date().toISOString(),
    };
    await ensureOperationsIndex(this.#client, this.#index);
    const found = await this.#read();
    const decision = decideLease(found?.version, this.#seen, performance.now(), this.#durationMs);
    if (decision.kind === 'wait') {
      this.#seen = decision.sighting;
      return { busy: found?.document ?? document };
    }
    this.#seen = undefined;
    const sentAt = performance.now();
    const version = await this.#write(document, decision.kind === 'create' ? undefined : decision.from);
    if (!version) return { busy: (await this.#read())?.document ?? document };
    return this.#hold(document, version, sentAt);
  }

  #hold(document: LeaseDocument, taken: LeaseVersion, takenAt: number): HeldLease {
    let version = taken;
    let renewedAt = takenAt;
    let lost = false;
    let renewing: Promise<void> | undefined;
    const renew = async (): Promise<void> => {
      const sentAt = performance.now();
      try {
        const next = await this.#write(document, version, this.#durationMs / 4);
        const found = next ? undefined : await this.#read();
        if (next) [version, renewedAt] = [next, sentAt];
        // A renewal whose answer did not arrive was ours all the same.
        else if (found?.document.since === document.since && found.document.owner === document.owner) {
          version = found.version;
        } else lost = true;
      } catch {
        // Elasticsearch is away: tried again, until it is too late.
      }
    };
    const timer = setInterval(() => {
      renewing ??= renew().finally(() => {
        renewing = undefined;
      });
    }, this.#durationMs / 6);
    return {
      check: () => {
        if (lost || !mayAct(renewedAt, performance.now(), this.#durationMs)) {
          throw new OperationError('This run was away for too long, and another one may have begun: it stops here.');
        }
      },
      release: async () => {
        clearInterval(timer);
        await renewing;
        await this.#client.delete(
          { index: this.#index, id, if_seq_no: version.seqNo, if_primary_term: version.primaryTerm },
          { ignore: [404, 409] },
        );
      },
    };
  }

  async #read(): Promise<{ document: LeaseDocument; version: LeaseVersion } | undefined> {
    const answer = await this.#client.get<LeaseDocument>({ index: this.#index, id }, { ignore: [404] });
    if (!answer.found || !answer._source) return undefined;
    return {
      document: answer._source,
      version: { seqNo: answer._seq_no ?? 0, primaryTerm: answer._primary_term ?? 0 },
    };
  }

  /** Undefined: somebody was faster. */
  async #write(
    document: LeaseDocument,
    over: LeaseVersion | undefined,
    requestTimeout?: number,
  ): Promise<LeaseVersion | undefined> {
    try {
      const answer = await this.#client.index(
        {
          index: this.#index,
          id,
          document,
          ...(over ? { if_seq_no: over.seqNo, if_primary_term: over.primaryTerm } : { op_type: 'create' }),
        },
        { ...(requestTimeout !== undefined && { requestTimeout }) },
      );
      return { seqNo: answer._seq_no ?? 0, primaryTerm: answer._primary_term ?? 0 };
    } catch (error) {
      if (error instanceof errors.ResponseError && error.statusCode === 409) return undefined;
      throw error;
    }
  }
}

/** Makes the index that operations keep their own records in. Safe when several do so at once. */
export async function ensureOperationsIndex(client: ElasticsearchClient, index: string): Promise<void> {
  if (!(await client.indices.exists({ index }))) {
    const settings = { number_of_shards: 1, auto_expand_replicas: '0-1' };
    try {
      await client.indices.create({ index, settings, mappings: { dynamic: false } });
    } catch (error) {
      const there = error instanceof errors.ResponseError && error.message.includes('resource_already_exists');
      if (!there) throw error;
    }
  }
  // Another one may have made it an instant ago. Such an index counts as yellow, with nothing initializing, before it answers.
  await client.cluster.health({ index, wait_for_active_shards: 1, timeout: '10s' });
}
