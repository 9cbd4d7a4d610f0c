import type { LoadEvent } from '../load-event.ts';

/** What a server says of itself at one instant. */
export interface Reading {
  /** Counters since the server began; differences of two readings make sense. */
  readonly totals: Readonly<Record<string, number>>;
  /** Momentary values. */
  readonly gauges: Readonly<Record<string, number>>;
}

/** Two readings, and the time between them. `previous` is absent for the first one. */
export interface Readings {
  readonly current: Reading;
  readonly previous?: Reading;
  readonly seconds: number;
}

/** A series that is computed from readings; undefined where it has no value, such as the mean of no events. */
export interface Column {
  readonly unit: string;
  value(readings: Readings): number | undefined;
}

/** Asks one server for its metrics. */
export interface Scraper {
  /** Begins the names of its series: `etcd`. */
  readonly name: string;
  /** By the second part of a series' name. */
  readonly columns: Readonly<Record<string, Column>>;
  /** What happened since the previous reading. */
  events?(readings: Readings): readonly Pick<LoadEvent, 'kind' | 'text'>[];
  /** Rejects if the server gives no answer that can be read. */
  read(signal: AbortSignal): Promise<Reading>;
  [Symbol.asyncDispose]?(): Promise<void>;
}
