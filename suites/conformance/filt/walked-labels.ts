import type { KfpClient, Query } from '../../../src/clients/kfp.ts';
import type { Names } from '../../../src/contract/names.ts';
import { listedPage, type Collection } from '../../expectations/listed-page.ts';

const pageLimit = 20;

/**
 * Reads a list to its end and returns one entry per page: `alp,beta of 4`. The first page is requested with `first`,
 * each later page with the token and `later`. A refused page ends the walk as `(answered 400)`, a page too many as `(no
 * end)`.
 */
export const walkedLabels = async (
  kfp: KfpClient,
  collection: Collection,
  { prefix }: Names,
  first: Query,
  later: Query,
): Promise<readonly string[]> => {
  const pages: string[] = [];
  let query = first;
  while (pages.length < pageLimit) {
    const { status, names, total, next } = await listedPage(kfp, collection, query);
    if (status !== 200) return [...pages, `(answered ${status})`];
    pages.push(`${names.map((name) => name.replace(`${prefix}-`, '')).join(',')} of ${total}`);
    if (next === '') return pages;
    query = { ...later, page_token: next };
  }
  return [...pages, '(no end)'];
};
