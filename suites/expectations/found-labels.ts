import type { KfpClient } from '../../src/clients/kfp.ts';
import type { Names } from '../../src/contract/names.ts';
import { listedPage, type Collection } from './listed-page.ts';

/**
 * The labels (`names.of(label)` without the prefix) of what a filter lets through, sorted, or the one entry
 * `(answered 400)`: a refusal is told from an empty list.
 */
export const foundLabels = async (
  kfp: KfpClient,
  collection: Collection,
  filter: string,
  { prefix }: Names,
): Promise<readonly string[]> => {
  const { status, names } = await listedPage(kfp, collection, { filter, page_size: 200 });
  if (status !== 200) return [`(answered ${status})`];
  return names.map((name) => name.replace(`${prefix}-`, '')).toSorted();
};
