import { increases } from './scrape/totals.ts';
import type { Reading } from './scrape/scraper.ts';
import type { Snapshot } from './snapshot.ts';

/** A border of a phase. Scraping costs the servers CPU time, which must not count as the phase's. */
export interface Mark {
  readonly beforeScrape: Snapshot;
  readonly afterScrape: Snapshot;
  /** By the name of the scraper; a failed scrape is absent. */
  readonly readings: ReadonlyMap<string, Reading>;
}

/** What a process used between two marks. */
export interface ProcessInterval {
  readonly cpuSeconds: number;
  /** `cpuSeconds` over the time between the marks. */
  readonly cores: number;
  readonly peakRssBytes: number;
}

/** What was used between two marks. */
export interface Interval {
  readonly seconds: number;
  /** By name: those of the sampler's processes, and `harness`. */
  readonly processes: Readonly<Record<string, ProcessInterval>>;
  readonly machine: {
    readonly cores: number;
    readonly stealCores: number;
    /** The lowest at any sample. */
    readonly memAvailableBytes: number;
    /** The share of the time in which a program waited for a disk; absent where the kernel does not measure it. */
    readonly ioPressure?: number;
  };
  /** By scraper: the increases of its counters. Absent if one of the two scrapes failed. */
  readonly totals: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

interface Trace {
  readonly name: string;
  readonly first: number;
  last: number;
  peakRssBytes: number;
  ended: boolean;
}

/** `snapshots` begins and ends with those of the marks. */
const tracesOf = (snapshots: readonly Snapshot[]): ReadonlyMap<number, Trace> => {
  const traces = new Map<number, Trace>();
  const last = snapshots.at(-1);
  for (const [index, { processes }] of snapshots.entries())
    for (const [pid, { name, usage }] of processes) {
      // A process that began between the marks has all its time from there, and its own peak.
      const trace: Trace = traces.get(pid) ?? {
        name,
        first: index === 0 ? usage.cpuSeconds : 0,
        last: 0,
        peakRssBytes: 0,
        ended: last?.processes.has(pid) !== true,
      };
      trace.last = usage.cpuSeconds;
      const startedInside = snapshots[0]?.processes.has(pid) !== true;
      trace.peakRssBytes = Math.max(trace.peakRssBytes, startedInside ? usage.peakRssBytes : usage.rssBytes);
      traces.set(pid, trace);
    }
  return traces;
};

/**
 * The last reading of an ended process is up to a second old, and the kernel adds its time to that of the harness's ended
 * children. Where one process ended between the marks, that is its whole time; a program that the harness ran unsampled
 * would count towards it.
 */
const withLastSecond = (traces: ReadonlyMap<number, Trace>, reapedSeconds: number): void => {
  const ended = [...traces.values()].filter((trace) => trace.ended);
  const [only] = ended;
  if (only !== undefined && ended.length === 1) only.last = Math.max(only.last, reapedSeconds);
};

const totalsBetween = (start: Mark, end: Mark): Interval['totals'] =>
  Object.fromEntries(
    [...end.readings].flatMap(([name, after]) => {
      const before = start.readings.get(name);
      return before === undefined ? [] : [[name, increases(before, after)] as const];
    }),
  );

const ioPressureOf = (from: Snapshot, to: Snapshot, seconds: number): { readonly ioPressure?: number } => {
  const [before, after] = [from.machine.pressure.io, to.machine.pressure.io];
  if (before === undefined || after === undefined) return {};
  return { ioPressure: (after.someSeconds - before.someSeconds) / seconds };
};

/** `between`: the snapshots taken between the marks, in order. */
export const intervalOf = (start: Mark, between: readonly Snapshot[], end: Mark): Interval => {
  const from = start.afterScrape;
  const to = end.beforeScrape;
  const seconds = to.second - from.second;
  const snapshots = [from, ...between, to];
  const traces = tracesOf(snapshots);
  withLastSecond(traces, to.reapedSeconds - from.reapedSeconds);
  const processes: Record<string, ProcessInterval> = {};
  for (const { name, first, last, peakRssBytes } of traces.values()) {
    const other = processes[name];
    const cpuSeconds = (other?.cpuSeconds ?? 0) + last - first;
    processes[name] = {
      cpuSeconds,
      cores: cpuSeconds / seconds,
      peakRssBytes: (other?.peakRssBytes ?? 0) + peakRssBytes,
    };
  }
  return {
    seconds,
    processes,
    machine: {
      cores: (to.machine.busySeconds - from.machine.busySeconds) / seconds,
      stealCores: (to.machine.stealSeconds - from.machine.stealSeconds) / seconds,
      memAvailableBytes: snapshots.reduce(
        (lowest, { machine }) => Math.min(lowest, machine.memAvailableBytes),
        Infinity,
      ),
      ...ioPressureOf(from, to, seconds),
    },
    totals: totalsBetween(start, end),
  };
};
