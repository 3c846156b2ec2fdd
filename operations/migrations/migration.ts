import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import type { OperationsConfig } from '../config.ts';

export interface MigrationContext {
  readonly client: ElasticsearchClient;
  readonly config: OperationsConfig;
}

/** Something that a migration has to do. */
export interface Pending {
  /** The indices and fields it is about, for people. */
  readonly what: string;
  /** Does it; returns how many documents were written. `check` is called before every step, and throws when it must stop. */
  run(check: () => void): Promise<number>;
}

/**
 * A change of what is stored. What there is to do is always read from the data itself, never from a record of what was done: so
 * it may be killed at any instant and run again, runs again after an old backup was restored, and finds what a service of the
 * former release has written meanwhile.
 */
export interface Migration {
  /** Never changed, as records name it. */
  readonly id: string;
  /** One sentence: what is true afterwards. */
  readonly about: string;
  pending(context: MigrationContext): Promise<readonly Pending[]>;
}
