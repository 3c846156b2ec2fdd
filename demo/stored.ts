import { namesOf } from '../shared/names.ts';
import { type SensorTypeName, sensorTypes } from '../simulator/sensor.ts';
import { site } from './site.ts';
import type { Reader } from './topics.ts';

/** A document as announced after Elasticsearch had confirmed it. */
export interface StoredDocument {
  readonly id: string;
  readonly source: Readonly<Record<string, unknown>>;
}

/** Calls `onStored` for every document that is announced from now on. */
export function watchStored(reader: Reader, onStored: (type: SensorTypeName, document: StoredDocument) => void): void {
  for (const type of sensorTypes) {
    reader.subscribe(namesOf(site.customer, type).storedTopic, ({ headers, text }) =>
      onStored(type, { id: headers['document-id'] ?? '', source: JSON.parse(text) as Record<string, unknown> }),
    );
  }
}
