import { connectionOf } from '../cluster/kubernetes-access.ts';
import type { Bench } from './bench.ts';
import { startSampler, type Sampler } from './sampling/sampler.ts';
import { etcdScraper } from './sampling/scrape/etcd.ts';
import { kubeApiServerScraper } from './sampling/scrape/kube-apiserver.ts';
import { mariaDbScraper } from './sampling/scrape/mariadb.ts';
import { findTargetScraper } from './sampling/scrape/target.ts';

/** k6 and the target are started under names with numbers; their series have one name each. */
const seriesName = (name: string): string => name.replace(/^target-.*/, 'target').replace(/^k6-\d+$/, 'k6');

/** Samples everything that runs in a bench. `origin`: when the run began, by performance.now(). */
export const sampleBench = async (bench: Bench, origin: number, signal: AbortSignal): Promise<Sampler> => {
  const { environment, instance } = bench;
  const ofTarget = await findTargetScraper({ origin: instance.origin }, signal);
  return startSampler({
    origin,
    processes: () => environment.processes().map(({ name, pid }) => ({ name: seriesName(name), pid })),
    scrapers: [
      etcdScraper(environment.etcdEndpoint),
      kubeApiServerScraper(connectionOf(environment.kubernetes)),
      mariaDbScraper(environment.database),
      ...(ofTarget === undefined ? [] : [ofTarget]),
    ],
  });
};
