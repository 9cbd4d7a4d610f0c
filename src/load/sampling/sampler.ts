import type { LoadReport } from '../../judgement/load/schema.ts';
import { startBeat } from './beat.ts';
import { intervalOf, type Interval, type Mark } from './interval.ts';
import type { LoadEvent } from './load-event.ts';
import type { Overhead } from './overhead.ts';
import { procReadings } from './proc-readings.ts';
import { machineUnits, processUnits, procValues } from './proc-series.ts';
import type { SampledProcess } from './proc/process-reader.ts';
import { scrapeSeries } from './scrape-series.ts';
import type { Scraper } from './scrape/scraper.ts';
import type { Snapshot } from './snapshot.ts';

export type Sample = LoadReport['samples'][number];

export interface SamplerOptions {
  /** The processes that run now, asked for at every sample; the harness itself is added as `harness`. */
  processes(): readonly SampledProcess[];
  readonly scrapers: readonly Scraper[];
  /** The instant at which the run began, by performance.now(); default: now. */
  readonly origin?: number;
  readonly intervalMs?: number;
  /** Every how many samples the servers are scraped. */
  readonly scrapeEvery?: number;
}

/** Samples the machine, the processes and the servers of a run until it is disposed of. */
export interface Sampler extends AsyncDisposable {
  /** Scrapes all servers and notes a border of a phase. Call it before the first request and after the last. */
  mark(): Promise<Mark>;
  between(start: Mark, end: Mark): Interval;
  event(kind: LoadEvent['kind'], text: string): void;
  /** The second of the run at an instant in milliseconds since 1970. */
  secondAt(milliseconds: number): number;
  readonly samples: readonly Sample[];
  readonly events: readonly LoadEvent[];
  /** Name of a series → its unit, of all series so far. */
  series(): Readonly<Record<string, string>>;
  /** The last value of each series. */
  latest(): Readonly<Record<string, number>>;
  overhead(): Overhead;
}

const defaultIntervalMs = 1000;
/** A page of kube-apiserver costs it tens of milliseconds, which every second would be percents of a core. */
const defaultScrapeEvery = 5;

const cpuSeconds = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};

const roundedSecond = (second: number): number => Math.max(0, Math.round(second * 1000) / 1000);

const unitOf = (name: string): string | undefined =>
  (machineUnits as Readonly<Record<string, string>>)[name] ??
  (processUnits as Readonly<Record<string, string>>)[name.slice(name.lastIndexOf('/') + 1)];

/** Starts sampling. Throws an EnvironmentError where there is no /proc. */
export const startSampler = ({
  processes,
  scrapers,
  origin = performance.now(),
  intervalMs = defaultIntervalMs,
  scrapeEvery = defaultScrapeEvery,
}: SamplerOptions): Sampler => {
  const elapsed = (): number => (performance.now() - origin) / 1000;
  const { snapshot, findGroups } = procReadings(processes, elapsed);
  const closed = new AbortController();
  const samples: Sample[] = [];
  const events: LoadEvent[] = [];
  const snapshots: Snapshot[] = [];
  const units: Record<string, string> = {};
  const latest: Record<string, number> = {};
  const spent = { sampleCpuSeconds: 0, scrapeCpuSeconds: 0, scrapes: 0, skippedScrapes: 0 };
  const note = (kind: LoadEvent['kind'], text: string): void => {
    events.push({ second: roundedSecond(elapsed()), kind, text });
  };
  const servers = scrapeSeries(scrapers, elapsed, note);
  let pending: Promise<unknown> | undefined;

  const scrape = async (into: Sample | undefined) => {
    const before = process.cpuUsage();
    const round = servers.read(closed.signal);
    pending = round;
    const { readings, values } = await round;
    pending = undefined;
    Object.assign(latest, values);
    Object.assign(into?.values ?? {}, values);
    Object.assign(units, servers.units());
    spent.scrapes += 1;
    spent.scrapeCpuSeconds += cpuSeconds(before);
    return readings;
  };

  findGroups();
  let last = snapshot();
  let beats = 0;
  const onBeat = (): void => {
    const before = process.cpuUsage();
    beats += 1;
    const isScraping = beats % scrapeEvery === 0;
    if (isScraping) findGroups();
    const next = snapshot();
    const sample: Sample = { second: roundedSecond(next.second), values: procValues(last, next) };
    last = next;
    snapshots.push(next);
    samples.push(sample);
    for (const name of Object.keys(sample.values)) units[name] ??= unitOf(name) ?? '';
    Object.assign(latest, sample.values);
    spent.sampleCpuSeconds += cpuSeconds(before);
    if (!isScraping || scrapers.length === 0) return;
    if (pending === undefined) void scrape(sample);
    else spent.skippedScrapes += 1;
  };
  const beat = startBeat(intervalMs, onBeat);

  return {
    samples,
    events,
    secondAt: (milliseconds) => elapsed() - (Date.now() - milliseconds) / 1000,
    event: note,
    series: () => ({ ...units }),
    latest: () => ({ ...latest }),
    mark: async () => {
      findGroups();
      const beforeScrape = snapshot();
      await pending;
      const readings = await scrape(samples.at(-1));
      return { beforeScrape, afterScrape: snapshot(), readings };
    },
    between: (start, end) =>
      intervalOf(
        start,
        snapshots.filter(({ second }) => second > start.afterScrape.second && second < end.beforeScrape.second),
        end,
      ),
    overhead: () => ({ ...spent, skippedSamples: beat.skipped() }),
    [Symbol.asyncDispose]: async () => {
      beat[Symbol.dispose]();
      closed.abort(new Error('the sampler has ended'));
      await pending;
      for (const scraper of scrapers) await scraper[Symbol.asyncDispose]?.();
    },
  };
};
