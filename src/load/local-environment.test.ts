import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { expect, test, vi } from 'vitest';
import { connectionOf } from '../cluster/kubernetes-access.ts';
import { clusterClient } from '../cluster/cluster-client.ts';
import type { Json } from '../clients/json-response.ts';
import { local } from '../environments/local/local.ts';
import { attribute } from '../judgement/load/attribution.ts';
import { packageRoot } from '../package-path.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { testResources } from '../testing/test-resources.ts';
import { patience } from '../waiting/slowness.ts';
import { startSampler } from './sampling/sampler.ts';
import { etcdScraper } from './sampling/scrape/etcd.ts';
import { kubeApiServerScraper } from './sampling/scrape/kube-apiserver.ts';
import { mariaDbScraper } from './sampling/scrape/mariadb.ts';
import { serverSeconds } from './sampling/scrape/server-seconds.ts';
import { startWatch } from './watch/watch-measurement.ts';

const group = '/apis/pipelines.kubeflow.org/v2beta1';
const count = 20;

const pipeline = (index: number): Json => ({
  apiVersion: 'pipelines.kubeflow.org/v2beta1',
  kind: 'Pipeline',
  metadata: { name: `load-${String(index).padStart(8, '0')}` },
  spec: { displayName: `load ${index}` },
});

// Starts real components, which `npm test` has set up before.
test('creates in a local environment are sampled, attributed and watched', { timeout: patience(90_000) }, async () => {
  const { use, signal, defer } = testResources();
  vi.stubEnv('KFP_CONFORMANCE_STATE', await temporaryDirectory());
  defer(() => vi.unstubAllEnvs());
  const environment = await use(local({ durability: 'full', audit: false }).start(() => {}, signal));
  const connection = connectionOf(environment.kubernetes);
  const cluster = clusterClient(connection);
  const definition = await readFile(path.join(packageRoot, 'fixtures/crds/pipelines.yaml'), 'utf8');
  await cluster.apply(parse(definition) as Json);
  await expect.poll(() => cluster.get(`${group}/pipelines`)).toMatchObject({ items: [] });
  const sampler = await use(
    startSampler({
      processes: environment.processes,
      scrapers: [
        etcdScraper(environment.etcdEndpoint),
        kubeApiServerScraper(connection),
        mariaDbScraper(environment.database),
      ],
      intervalMs: 100,
    }),
  );
  const expected = { prefix: 'load', first: 0, count };
  const watch = await use(startWatch({ connection, path: `${group}/pipelines`, expected, watchers: 2 }, signal));

  const start = await sampler.mark();
  const acknowledged: number[] = [];
  const began = performance.now();
  for (const index of Array(count).keys()) {
    await cluster.create(`${group}/namespaces/default/pipelines`, pipeline(index));
    acknowledged.push(Date.now());
  }
  const meanMs = (performance.now() - began) / count;
  const { processes, totals } = sampler.between(start, await sampler.mark());
  const watched = await watch.finish({
    deadlineMs: patience(10_000),
    acknowledgedAt: (position) => acknowledged[position],
  });

  expect(Object.keys(processes)).toEqual(
    expect.arrayContaining(['harness', 'etcd', 'kube-apiserver', 'kube-controller-manager', 'mariadb']),
  );
  expect(processes['kube-apiserver']?.peakRssBytes).toBeGreaterThan(50 * 1024 ** 2);
  expect(totals['etcd']?.['proposals']).toBeGreaterThanOrEqual(count);
  expect(totals['etcd']?.['fsyncSeconds']).toBeGreaterThan(0);
  expect(totals['mariadb']?.['questions']).toBeGreaterThan(0);
  expect(totals['kube-apiserver']?.['requestCount']).toBeGreaterThanOrEqual(count);
  expect(totals['kube-apiserver']).toMatchObject({
    webhookCount: 0,
    answered429: 0,
    rejectedByFlowControl: 0,
  });
  const servers = serverSeconds(totals);
  const attributed = servers && attribute(meanMs, count, servers);
  expect(attributed?.apiServer).toBeGreaterThan(0);
  expect(attributed?.etcd).toBeGreaterThan(0);
  expect(watched.watchers).toMatchObject([
    { delivered: count, examples: '' },
    { delivered: count, examples: '' },
  ]);
  expect(watched.lag.lags).toHaveLength(2 * count);
  expect(sampler.latest()).toMatchObject({ 'etcd/quotaBytes': 8 * 1024 ** 3 });
  expect(sampler.events).toEqual([]);
});
