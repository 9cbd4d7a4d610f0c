import type { AccessCall } from './access-call.ts';

/** Runs the calls turn by turn; the calls of one turn run concurrently. */
export const inTurns = async <Item extends { readonly call: AccessCall }, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> => {
  const results: Result[] = [];
  for (const turn of [...new Set(items.map(({ call }) => call.turn))].toSorted((a, b) => a - b))
    results.push(...(await Promise.all(items.filter(({ call }) => call.turn === turn).map(act))));
  return results;
};
