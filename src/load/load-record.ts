import type { LoadReport, Measurement, StoreRecord } from '../judgement/load/schema.ts';

/** What a run has measured so far. Every addition is handed on, so that a run that is killed has lost nothing. */
export interface LoadRecord {
  readonly stores: readonly StoreRecord[];
  readonly measurements: readonly Measurement[];
  readonly events: LoadReport['events'];
  readonly broken: readonly string[];
  addStore(store: StoreRecord): void;
  addMeasurement(measurement: Measurement): void;
  addEvent(kind: LoadReport['events'][number]['kind'], text: string): void;
  /** What ended the run early, or a part of it. */
  addBroken(sentence: string): void;
  /** Seconds since the run began. */
  elapsed(): number;
}

/** `changed` is called after each store and measurement. */
export const loadRecord = (changed: () => void): LoadRecord => {
  const started = performance.now();
  const stores: StoreRecord[] = [];
  const measurements: Measurement[] = [];
  const events: LoadReport['events'] = [];
  const broken: string[] = [];
  const elapsed = () => (performance.now() - started) / 1000;
  return {
    stores,
    measurements,
    events,
    broken,
    elapsed,
    addStore: (store) => {
      stores.push(store);
      changed();
    },
    addMeasurement: (measurement) => {
      measurements.push(measurement);
      changed();
    },
    addEvent: (kind, text) => void events.push({ second: elapsed(), kind, text }),
    addBroken: (sentence) => void broken.push(sentence),
  };
};
