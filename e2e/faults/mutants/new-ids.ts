/*
 * Preloaded into an ingestor, gives the same reading another id whenever it comes: second deliveries become second
 * documents, the fault that the ledger must find.
 */
import { Hash, randomBytes } from 'node:crypto';

const digest = Hash.prototype.digest as (this: Hash, encoding?: string) => unknown;
Hash.prototype.digest = function (this: Hash, encoding?: string) {
  this.update(randomBytes(8));
  return digest.call(this, encoding);
} as typeof Hash.prototype.digest;
