import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { superviseProcess } from '../../environments/local/supervised-process.ts';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { testResources } from '../../testing/test-resources.ts';
import { startSampler, type SamplerOptions } from './sampler.ts';
import { gauge } from './scrape/columns.ts';
import type { Reading, Scraper } from './scrape/scraper.ts';

const sampler = (options: Partial<SamplerOptions>) => {
  const { use } = testResources();
  return use(startSampler({ processes: () => [], scrapers: [], intervalMs: 20, scrapeEvery: 1, ...options }));
};

const scraper = (read: Scraper['read']): Scraper => ({
  name: 'etcd',
  columns: { dbBytes: gauge('db', 'bytes') },
  read,
});

const reading = (db: number): Reading => ({ totals: { db }, gauges: { db } });

test('the harness and the machine are sampled, with a unit for each series', async () => {
  const { samples, series, latest } = await sampler({});
  await expect.poll(() => samples.length).toBeGreaterThan(2);
  expect(Object.keys(samples[1]?.values ?? {})).toEqual(
    expect.arrayContaining(['machine/cpu', 'machine/memAvailableBytes', 'harness/cpu', 'harness/rssAnonBytes']),
  );
  const names = samples.flatMap(({ values }) => Object.keys(values));
  expect(names.filter((name) => (series()[name] ?? '') === '')).toEqual([]);
  expect(latest()['harness/rssBytes']).toBeGreaterThan(0);
});

test('a slow scrape leaves out rounds, which are counted, while samples go on', async () => {
  const first = Promise.withResolvers<Reading>();
  const read = vi.fn<Scraper['read']>(() => first.promise);
  const { samples, overhead, latest } = await sampler({ scrapers: [scraper(read)] });
  await expect.poll(() => overhead().skippedScrapes).toBeGreaterThan(2);
  expect(samples.length).toBeGreaterThan(2);
  expect(read).toHaveBeenCalledTimes(1);
  first.resolve(reading(5));
  await expect.poll(() => read.mock.calls.length).toBeGreaterThan(1);
  expect(latest()).toMatchObject({ 'etcd/dbBytes': 5 });
});

test('a server that cannot be scraped is one event, until it answers again', async () => {
  let fails = true;
  const read = () => (fails ? Promise.reject(new Error('connect ECONNREFUSED')) : Promise.resolve(reading(1)));
  const { events, overhead, latest } = await sampler({ scrapers: [scraper(read)] });
  await expect.poll(() => overhead().scrapes).toBeGreaterThan(3);
  expect(events).toMatchObject([{ kind: 'failure', text: expect.stringContaining('etcd') as string }]);
  fails = false;
  await expect.poll(latest).toHaveProperty('etcd/dbBytes');
  fails = true;
  await expect.poll(() => events.length).toBe(2);
});

test('marks scrape at once, and the increases between them are exact', async () => {
  let count = 0;
  const { mark, between } = await sampler({
    scrapers: [scraper(() => Promise.resolve(reading((count += 1))))],
    intervalMs: 60_000,
  });
  const start = await mark();
  const end = await mark();
  expect(between(start, end).totals).toEqual({ etcd: { db: 1 } });
  expect(between(start, end).processes['harness']?.peakRssBytes).toBeGreaterThan(0);
});

test('all CPU time of a program that began and ended between two marks is seen', async () => {
  const directory = await temporaryDirectory();
  const { use } = testResources();
  const burn = 'const { user, system } = process.cpuUsage(); while (process.cpuUsage({ user, system }).user < 3e5);';
  const command = { file: process.execPath, args: ['-e', burn], env: {} };
  const running: { name: string; pid: number }[] = [];
  const { mark, between } = await sampler({ processes: () => running });
  const start = await mark();
  const program = await use(superviseProcess('k6', command, path.join(directory, 'log'), () => {}));
  running.push(program);
  await program.exited;
  expect(between(start, await mark()).processes['k6']?.cpuSeconds).toBeGreaterThanOrEqual(0.3);
});
