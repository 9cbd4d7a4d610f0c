import type { LoadEvent } from './load-event.ts';
import { scrapeAll } from './scrape-round.ts';
import type { Reading, Scraper } from './scrape/scraper.ts';

/** Reads all servers and computes their series from one reading to the next. */
export interface ScrapeSeries {
  read(signal: AbortSignal): Promise<{
    readonly readings: ReadonlyMap<string, Reading>;
    readonly values: Readonly<Record<string, number>>;
  }>;
  /** The units of the series that had a value. */
  units(): Readonly<Record<string, string>>;
}

export const scrapeSeries = (
  scrapers: readonly Scraper[],
  elapsed: () => number,
  note: (kind: LoadEvent['kind'], text: string) => void,
): ScrapeSeries => {
  const previous = new Map<string, { readonly reading: Reading; readonly second: number }>();
  const failing = new Set<string>();
  const units: Record<string, string> = {};
  const noteFailures = (failures: ReadonlyMap<string, string>, isClosing: boolean): void => {
    for (const { name } of scrapers) {
      const failure = failures.get(name);
      if (failure === undefined) failing.delete(name);
      else if (!failing.has(name) && !isClosing) {
        // Once, not for every round until the server answers again.
        failing.add(name);
        note('failure', `the metrics of ${name} could not be read: ${failure}`);
      }
    }
  };
  const valuesOf = ({ name, columns, events }: Scraper, current: Reading): Record<string, number> => {
    const before = previous.get(name);
    const second = elapsed();
    const readings = {
      current,
      seconds: before === undefined ? 0 : second - before.second,
      ...(before !== undefined && { previous: before.reading }),
    };
    previous.set(name, { reading: current, second });
    for (const { kind, text } of events?.(readings) ?? []) note(kind, text);
    const values: Record<string, number> = {};
    for (const [key, column] of Object.entries(columns)) {
      const value = column.value(readings);
      if (value === undefined) continue;
      values[`${name}/${key}`] = Math.round(value * 10_000) / 10_000;
      units[`${name}/${key}`] = column.unit;
    }
    return values;
  };
  return {
    read: async (signal) => {
      const { readings, failures } = await scrapeAll(scrapers, signal);
      noteFailures(failures, signal.aborted);
      const values: Record<string, number> = {};
      for (const scraper of scrapers) {
        const reading = readings.get(scraper.name);
        if (reading !== undefined) Object.assign(values, valuesOf(scraper, reading));
      }
      return { readings, values };
    },
    units: () => units,
  };
};
