import { itemsOf, jsonOf, number, text } from '../../src/clients/json-response.ts';
import type { KfpClient, Query } from '../../src/clients/kfp.ts';

/** A list of the REST API. */
export interface Collection {
  /** `/apis/v2beta1/pipelines` */
  readonly path: string;
  /** The JSON key of the items in an answer. */
  readonly items: 'pipelines' | 'pipeline_versions';
}

/** One page, with the names of its items in the order of the answer. A refusal has no items. */
export interface ListedPage {
  readonly status: number;
  readonly names: readonly string[];
  readonly total: number;
  /** `''` on the last page. */
  readonly next: string;
}

export const listedPage = async (kfp: KfpClient, { path, items }: Collection, query: Query): Promise<ListedPage> => {
  const answer = await kfp.call('GET', path, { query });
  const { status } = answer;
  if (status !== 200) return { status, names: [], total: 0, next: '' };
  const json = jsonOf(answer);
  return {
    status,
    names: itemsOf(answer, items).map((item) => text(item, 'name')),
    total: number(json, 'total_size'),
    next: text(json, 'next_page_token'),
  };
};
