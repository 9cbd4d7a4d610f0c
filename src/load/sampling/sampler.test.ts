import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { connectionOf } from '../../cluster/kubernetes-access.ts';
import { clusterClient } from '../../cluster/cluster-client.ts';
import { local } from '../../environments/local/local.ts';
import { superviseProcess } from '../../environments/local/supervised-process.ts';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { testResources } from '../../testing/test-resources.ts';
import { patience } from '../../waiting/slowness.ts';
import { overheadText } from './overhead.ts';
import { startSampler, type SamplerOptions } from './sampler.ts';
import { etcdScraper } from './scrape/etcd.ts';
import { kubeApiServerScraper, readFeatureGates } from './scrape/kube-apiserver.ts';
import { mariaDbScraper } from './scrape/mariadb.ts';
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

const reading = (db: number): Reading => ({ totals: { db }, gauges: { db }, bytes: 10 });

test('the harness and the machine are sampled, with a unit for each series', async () => {
  const { samples, series, latest } = await sampler({});
  await expect.poll(() => samples.length).toBeGreaterThan(2);
  expect(Object.keys(samples[1]?.values ?? {})).toEqual(
    expect.arrayContaining(['machine/cpu', 'machine/memAvailableBytes', 'harness/cpu', 'harness/rssAnonBytes']),
  );
  for (const { values } of samples) for (const name of Object.keys(values)) expect(series()[name], name).toMatch(/./);
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
  expect(overheadText(overhead())).toMatch(/^sampling used .* % of a core: .*skipped: \d+ samples, \d+ scrapes$/);
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

// Starts real components, which `npm test` has set up before.
test('a local environment is sampled', { timeout: patience(90_000) }, async () => {
  const resources = testResources();
  vi.stubEnv('KFP_CONFORMANCE_STATE', await temporaryDirectory());
  resources.defer(() => vi.unstubAllEnvs());
  const environment = await resources.use(
    local({ durability: 'full', audit: false }).start(() => {}, resources.signal),
  );
  const connection = connectionOf(environment.kubernetes);
  const { mark, between, events, latest } = await sampler({
    processes: environment.processes,
    intervalMs: 100,
    scrapers: [
      etcdScraper(environment.etcdEndpoint),
      kubeApiServerScraper(connection),
      mariaDbScraper(environment.database),
    ],
  });
  const start = await mark();
  const cluster = clusterClient(connection);
  for (const index of Array(20).keys())
    await cluster.create('/api/v1/namespaces/default/configmaps', { metadata: { name: `sampled-${index}` } });
  const { processes, totals } = between(start, await mark());
  expect(Object.keys(processes)).toEqual(
    expect.arrayContaining(['harness', 'etcd', 'kube-apiserver', 'kube-controller-manager', 'mariadb']),
  );
  expect(processes['kube-apiserver']?.peakRssBytes).toBeGreaterThan(50 * 1024 ** 2);
  expect(totals['etcd']?.['proposals']).toBeGreaterThanOrEqual(20);
  expect(totals['etcd']?.['fsyncSeconds']).toBeGreaterThan(0);
  expect(totals['kube-apiserver']).toMatchObject({ answered429: 0, webhookCount: 0 });
  expect(totals['mariadb']?.['questions']).toBeGreaterThan(0);
  expect(latest()).toMatchObject({ 'etcd/quotaBytes': 8 * 1024 ** 3, 'etcd/dbBytes': expect.any(Number) as number });
  expect(await readFeatureGates(connection, resources.signal)).toHaveProperty('WatchList');
  expect(events).toEqual([]);
});
