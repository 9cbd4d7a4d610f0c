import { itemsOf, jsonOf, text } from '../../../clients/json-response.ts';
import { apiV2, type KfpClient } from '../../../clients/kfp.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import { isFinding } from '../../../judgement/check-error.ts';

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

/** KFP refused a listing. */
export class RefusedListingError extends EnvironmentError {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'RefusedListingError';
    this.status = status;
  }
}

const pageSize = 200;

const placeOf = ({ namespace }: RestListing): string =>
  namespace === undefined ? 'the listing without namespace' : `the listing of namespace ${namespace}`;

const pipelinesIn = async (listing: RestListing): Promise<readonly ListedPipeline[]> => {
  const { kfp, namespace } = listing;
  const found = new Map<string, ListedPipeline>();
  const place = placeOf(listing);
  const tokens = new Set<string>();
  let token: string | undefined;
  do {
    const query = { namespace, page_size: pageSize, page_token: token };
    const answer = await kfp.call('GET', `${apiV2}/pipelines`, { query });
    if (answer.status !== 200)
      throw new RefusedListingError(
        answer.status,
        `${place}: the API server answered ${answer.status}: ${answer.body.slice(0, 300)}`,
      );
    for (const pipeline of itemsOf(answer, 'pipelines')) {
      const own = text(pipeline, 'namespace');
      const id = text(pipeline, 'pipeline_id');
      found.set(id, { id, name: text(pipeline, 'name'), ...(own !== '' && { namespace: own }) });
    }
    token = text(jsonOf(answer), 'next_page_token');
    if (tokens.has(token))
      throw new EnvironmentError(
        `${place} does not end: after ${found.size} pipelines the API server repeated a page token`,
      );
    tokens.add(token);
  } while (token !== '');
  return [...found.values()];
};

/**
 * Every pipeline of a listing, page by page. Throws an EnvironmentError if it is refused, not answered or no list, or does
 * not end.
 */
export const restPipelines = async (listing: RestListing): Promise<readonly ListedPipeline[]> => {
  try {
    return await pipelinesIn(listing);
  } catch (cause) {
    if (!isFinding(cause)) throw cause;
    throw new EnvironmentError(`${placeOf(listing)}: ${cause.message}`, { cause });
  }
};
