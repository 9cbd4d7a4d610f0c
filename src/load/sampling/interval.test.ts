import { expect, test } from 'vitest';
import { intervalOf, type Mark } from './interval.ts';
import type { Reading } from './scrape/scraper.ts';
import type { Snapshot } from './snapshot.ts';

interface Described {
  readonly pid: number;
  readonly name: string;
  readonly cpu: number;
  readonly rss: number;
  readonly peak?: number;
}

const snapshot = (second: number, processes: readonly Described[], reapedSeconds = 0): Snapshot => ({
  second,
  machine: {
    busySeconds: second * 1.5,
    stealSeconds: 0,
    memTotalBytes: 100,
    memAvailableBytes: 90 - second,
    swapUsedBytes: 0,
    swappedPages: 0,
    pressure: { io: { someSeconds: second / 4, fullSeconds: 0 } },
  },
  processes: new Map(
    processes.map(({ pid, name, cpu, rss, peak = rss }) => [
      pid,
      {
        name,
        usage: { cpuSeconds: cpu, rssBytes: rss, rssAnonBytes: rss, rssFileBytes: 0, peakRssBytes: peak, threads: 1 },
      },
    ]),
  ),
  reapedSeconds,
});

const mark = (at: Snapshot, readings: Readonly<Record<string, Reading>> = {}): Mark => ({
  beforeScrape: at,
  afterScrape: at,
  readings: new Map(Object.entries(readings)),
});

const etcd = (cpu: number, rss: number): Described => ({ pid: 1, name: 'etcd', cpu, rss, peak: 9999 });

test('CPU seconds between the marks, and the highest RSS of the samples between them', () => {
  const { seconds, processes, machine } = intervalOf(
    mark(snapshot(10, [etcd(5, 50)])),
    [snapshot(11, [etcd(6, 80)]), snapshot(13, [etcd(7, 60)])],
    mark(snapshot(14, [etcd(8, 55)])),
  );
  expect(seconds).toBe(4);
  // Not its own peak: that may lie before the first mark.
  expect(processes).toEqual({ etcd: { cpuSeconds: 3, cores: 0.75, peakRssBytes: 80 } });
  expect(machine).toEqual({ cores: 1.5, stealCores: 0, memAvailableBytes: 76, ioPressure: 0.25 });
});

test('scraping does not count: the interval is from after the first scrape to before the last', () => {
  const start: Mark = { ...mark(snapshot(0, [etcd(0, 1)])), afterScrape: snapshot(1, [etcd(2, 1)]) };
  const end: Mark = { ...mark(snapshot(3, [etcd(3, 1)])), afterScrape: snapshot(4, [etcd(9, 1)]) };
  expect(intervalOf(start, [], end)).toMatchObject({ seconds: 2, processes: { etcd: { cpuSeconds: 1 } } });
});

const k6 = (cpu: number, rss: number, peak: number): Described => ({ pid: 7, name: 'k6', cpu, rss, peak });

test('a process that lived between the marks only has all of its time and its own peak', () => {
  const { processes } = intervalOf(
    mark(snapshot(0, [etcd(5, 50)], 3)),
    [snapshot(1, [etcd(5, 50), k6(0.5, 20, 30)], 3), snapshot(2, [etcd(5, 50), k6(1.5, 25, 35)], 3)],
    // Its last second shows in the time of the ended children only: 4.9 − 3.
    mark(snapshot(3, [etcd(5, 50)], 4.9)),
  );
  expect(processes['k6']?.cpuSeconds).toBeCloseTo(1.9);
  expect(processes['k6']?.peakRssBytes).toBe(35);
});

test('of two ended processes each has the time that was last seen', () => {
  const other = { pid: 8, name: 'migration', cpu: 1, rss: 1 };
  const { processes } = intervalOf(
    mark(snapshot(0, [])),
    [snapshot(1, [k6(0.5, 20, 30), other])],
    mark(snapshot(2, [], 9)),
  );
  expect(processes).toMatchObject({ k6: { cpuSeconds: 0.5 }, migration: { cpuSeconds: 1 } });
});

test('processes of one name are summed', () => {
  const replica = (pid: number, cpu: number): Described => ({ pid, name: 'target', cpu, rss: 10 });
  const { processes } = intervalOf(
    mark(snapshot(0, [replica(1, 1), replica(2, 2)])),
    [],
    mark(snapshot(1, [replica(1, 2), replica(2, 4)])),
  );
  expect(processes['target']).toEqual({ cpuSeconds: 3, cores: 3, peakRssBytes: 20 });
});

test('counters increase from mark to mark; a scrape that failed at one of them gives none', () => {
  const reading = (count: number): Reading => ({ totals: { count }, gauges: {} });
  const { totals } = intervalOf(
    mark(snapshot(0, []), { etcd: reading(3) }),
    [],
    mark(snapshot(1, []), { etcd: reading(8), mariadb: reading(5) }),
  );
  expect(totals).toEqual({ etcd: { count: 5 } });
});
