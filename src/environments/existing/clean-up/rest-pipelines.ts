import { text } from '../../../clients/json-response.ts';
import { apiV2, type KfpClient } from '../../../clients/kfp.ts';
import { restPages } from './rest-pages.ts';

/** A pipeline in a REST listing. */
export interface ListedPipeline {
  readonly id: string;
  readonly name: string;
  /** In a multi-user installation; absent for a shared pipeline. */
  readonly namespace?: string;
}

/** A listing of one namespace, or the listing without a namespace, and its client. */
export interface RestListing {
  readonly kfp: KfpClient;
  readonly namespace?: string;
}

/** Every pipeline of a listing, as `restPages` reads it. */
export const restPipelines = async ({ kfp, namespace }: RestListing): Promise<readonly ListedPipeline[]> => {
  const found = new Map<string, ListedPipeline>();
  const name = namespace === undefined ? 'the listing without namespace' : `the listing of namespace ${namespace}`;
  const list = { kfp, path: `${apiV2}/pipelines`, field: 'pipelines', query: { namespace }, name };
  for await (const page of restPages(list))
    for (const pipeline of page) {
      const own = text(pipeline, 'namespace');
      const id = text(pipeline, 'pipeline_id');
      found.set(id, { id, name: text(pipeline, 'name'), ...(own !== '' && { namespace: own }) });
    }
  return [...found.values()];
};
