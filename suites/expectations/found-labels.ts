import type { KfpClient } from '../../src/clients/kfp.ts';
import type { Names } from '../../src/contract/names.ts';
import { listedPage, type Collection } from './listed-page.ts';

/**
 * The sorted labels (names without the prefix of `names.of`) of the items that match a filter. A refusal returns the
 * single entry `(answered 400)`, which distinguishes it from an empty list.
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
