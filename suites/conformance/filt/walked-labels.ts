import type { KfpClient, Query } from '../../../src/clients/kfp.ts';
import type { Names } from '../../../src/contract/names.ts';
import { listedPage, type Collection } from '../../expectations/listed-page.ts';

const pageLimit = 20;

/**
 * Walks a list to its end: one entry a page, `alp,beta of 4`. The first page is asked for with `first`, each later one with
 * the token and `later`. A page that is refused ends the walk as `(answered 400)`, one page too many as `(no end)`.
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
