import { namesOf } from '../shared/names.ts';
import { type SensorTypeName, sensorTypes } from '../simulator/sensor.ts';
import { site } from './site.ts';
import { type StoredDocument, watchStored } from './stored.ts';
import { type Message, Reader } from './topics.ts';

/** Remembers what ActiveMQ delivers: announced documents, and dead letters. */
export class Witness {
  readonly #reader: Reader;
  readonly #stored = new Map<SensorTypeName, StoredDocument[]>();
  readonly #deadLetters = new Map<SensorTypeName, Message[]>();

  private constructor(reader: Reader) {
    this.#reader = reader;
    watchStored(reader, (type, document) => append(this.#stored, type, document));
    for (const type of sensorTypes) {
      reader.subscribe(namesOf(site.customer, type).rejectedQueue, (letter) => append(this.#deadLetters, type, letter));
    }
  }

  static async connect(url: string): Promise<Witness> {
    return new Witness(await Reader.connect(url));
  }

  stored(type: SensorTypeName): readonly StoredDocument[] {
    return this.#stored.get(type) ?? [];
  }

  deadLetters(type: SensorTypeName): readonly Message[] {
    return this.#deadLetters.get(type) ?? [];
  }

  close(): void {
    this.#reader.close();
  }
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
