import type { Plant } from '../simulator/plant.ts';
import { createPublisher, type Publisher } from '../simulator/publish.ts';
import type { SensorTypeName } from '../simulator/sensor.ts';
import { hourMs, pastPeriodSeconds } from './plants.ts';
import { pause, until } from './wait.ts';

/** What goes out over MQTT. */
export interface Outgoing {
  readonly type: SensorTypeName;
  readonly topic: string;
  readonly payload: string;
  /** When a sensor of the plant measured it; absent for what was made by hand. */
  readonly measuredAt?: Date;
}

/** Far enough for any demo. */
const farMs = 24 * 365 * hourMs;

/** The customer's side: sends readings with QoS 1, and counts what the MQTT broker has confirmed. */
export class Sensors {
  readonly #publisher: Publisher;
  readonly #signal: AbortSignal;
  readonly #onSent: (outgoing: Outgoing) => void;
  #sent = 0;

  constructor(url: string, signal: AbortSignal, onSent: (outgoing: Outgoing) => void = () => undefined) {
    this.#publisher = createPublisher({ url });
    this.#signal = signal;
    this.#onSent = onSent;
    // Waiting for room must not outlast the demo.
    signal.addEventListener('abort', () => void this.close(), { once: true });
  }

  get sent(): number {
    return this.#sent;
  }

  /** Of those sent, how many the broker has confirmed. */
  get confirmed(): number {
    return this.#publisher.counts.published;
  }

  async send(outgoing: Outgoing): Promise<void> {
    if (this.#signal.aborted) return;
    this.#sent += 1;
    this.#onSent(outgoing);
    await this.#publisher.publish(outgoing.topic, outgoing.payload);
  }

  /** Sends the past as fast as the broker takes it, up to the present. `onProgress` is told the instant reached. */
  async backfill(plant: Plant, from: number, onProgress: (reached: number) => void): Promise<void> {
    // While the past was being sent, a little more of it came about.
    for (let start = from; !this.#signal.aborted; ) {
      const end = Date.now();
      if (end - start < pastPeriodSeconds * 1000) return;
      for (const reading of plant.readings(new Date(start), new Date(end))) {
        await this.send(reading);
        if (this.#signal.aborted) return;
        onProgress(reading.at.getTime());
      }
      start = end;
    }
  }

  /** Sends each reading when it is due, until the signal is aborted. */
  async live(plant: Plant, signal: AbortSignal): Promise<void> {
    const now = Date.now();
    const either = AbortSignal.any([signal, this.#signal]);
    for (const reading of plant.readings(new Date(now), new Date(now + farMs))) {
      const wait = reading.at.getTime() - Date.now();
      if (wait > 0) await pause(wait, either);
      if (either.aborted) return;
      await this.send(reading);
    }
  }

  /** Whether the broker has confirmed all that was sent; waits as long as confirmations come. */
  allConfirmed(): Promise<boolean> {
    return until(async () => this.confirmed >= this.#sent || this.confirmed, this.#signal);
  }

  /** May be called twice. */
  close(): Promise<void> {
    return this.#publisher.close();
  }
}
