import type { Reading, Scraper } from './scrape/scraper.ts';

/** The answers and the failures of one round, by scraper. */
export interface Round {
  readonly readings: ReadonlyMap<string, Reading>;
  readonly failures: ReadonlyMap<string, string>;
}

/** Asks all servers side by side. A server that gives no answer, such as one that restarts, does not spoil the others. */
export const scrapeAll = async (scrapers: readonly Scraper[], signal: AbortSignal): Promise<Round> => {
  const readings = new Map<string, Reading>();
  const failures = new Map<string, string>();
  await Promise.all(
    scrapers.map(async (scraper) => {
      try {
        readings.set(scraper.name, await scraper.read(signal));
      } catch (cause) {
        failures.set(scraper.name, cause instanceof Error ? cause.message : String(cause));
      }
    }),
  );
  return { readings, failures };
};
