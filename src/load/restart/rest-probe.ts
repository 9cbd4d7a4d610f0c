import { apiV2 } from '../../clients/kfp.ts';
import { text } from '../../clients/json-response.ts';
import type { Bench } from '../bench.ts';
import { restPageLimit } from '../data/page-limits.ts';
import { pagesOf } from './pages.ts';
import { firstPageSize, type StartProbe } from './start-probe.ts';

/** What a client of KFP's REST API asks a target that starts. */
export const restProbe = ({ instance: { origin } }: Pick<Bench, 'instance'>, signal: AbortSignal): StartProbe => {
  const pages = pagesOf(
    { origin },
    {
      surface: 'rest',
      key: 'pipelines',
      pageSize: restPageLimit,
      target: ({ size, token }) =>
        `${apiV2}/pipelines?${new URLSearchParams({ page_size: String(size), ...(token !== '' && { page_token: token }) }).toString()}`,
      tokenOf: (page) => text(page, 'next_page_token'),
      idOf: (pipeline) => text(pipeline, 'pipeline_id'),
    },
    signal,
  );
  return {
    ready: async () => (await pages.status(`${apiV2}/healthz`)) === 200,
    firstPage: () => pages.page(firstPageSize),
    list: pages.all,
  };
};
