import type { AccessCall } from './access-call.ts';

/** What comes of each, those of one turn at the same time, one turn after another. */
export const inTurns = async <Item extends { readonly call: AccessCall }, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> => {
  const results: Result[] = [];
  for (const turn of [...new Set(items.map(({ call }) => call.turn))].toSorted((a, b) => a - b))
    results.push(...(await Promise.all(items.filter(({ call }) => call.turn === turn).map(act))));
  return results;
};
