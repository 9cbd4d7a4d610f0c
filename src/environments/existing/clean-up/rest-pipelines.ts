import { jsonOf, objects, text } from '../../../clients/json-response.ts';
import { apiV2, type KfpClient } from '../../../clients/kfp.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';

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

const pageSize = 200;

/** Every pipeline of a listing, page by page. Throws an EnvironmentError if it is refused or does not end. */
export const restPipelines = async ({ kfp, namespace }: RestListing): Promise<readonly ListedPipeline[]> => {
  const found = new Map<string, ListedPipeline>();
  const place = namespace === undefined ? 'the listing without namespace' : `the listing of namespace ${namespace}`;
  const tokens = new Set<string>();
  let token: string | undefined;
  do {
    const query = { namespace, page_size: pageSize, page_token: token };
    const answer = await kfp.call('GET', `${apiV2}/pipelines`, { query });
    if (answer.status !== 200)
      throw new EnvironmentError(`${place}: the API server answered ${answer.status}: ${answer.body.slice(0, 300)}`);
    const page = jsonOf(answer);
    for (const pipeline of objects(page, 'pipelines')) {
      const own = text(pipeline, 'namespace');
      const id = text(pipeline, 'pipeline_id');
      found.set(id, { id, name: text(pipeline, 'name'), ...(own !== '' && { namespace: own }) });
    }
    token = text(page, 'next_page_token');
    if (tokens.has(token))
      throw new EnvironmentError(
        `${place} does not end: after ${found.size} pipelines the API server repeated a page token`,
      );
    tokens.add(token);
  } while (token !== '');
  return [...found.values()];
};
