import { object, text } from '../../clients/json-response.ts';
import type { Bench } from '../bench.ts';
import { crdPageLimit } from '../data/page-limits.ts';
import { watchedCollection as collection } from '../watch/collection.ts';
import { pagesOf } from './pages.ts';
import { firstPageSize, type StartProbe } from './start-probe.ts';

/** What a client of the Kubernetes API asks a kube-apiserver that starts. */
export const kubernetesProbe = ({ cluster }: Pick<Bench, 'cluster'>, signal: AbortSignal): StartProbe => {
  const pages = pagesOf(
    cluster.connection,
    {
      surface: 'kubernetes',
      key: 'items',
      pageSize: crdPageLimit,
      target: ({ size, token }) =>
        `${collection}?${new URLSearchParams({ limit: String(size), ...(token !== '' && { continue: token }) }).toString()}`,
      tokenOf: (page) => text(object(page, 'metadata'), 'continue'),
      idOf: (pipeline) => text(object(pipeline, 'metadata'), 'uid'),
    },
    signal,
  );
  return {
    ready: async () => (await pages.status('/readyz')) === 200,
    firstPage: () => pages.page(firstPageSize),
    list: pages.all,
  };
};
