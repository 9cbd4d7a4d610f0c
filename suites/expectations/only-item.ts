import { someOrNone } from './some-or-none.ts';

/**
 * How a list looks that should hold one item: a chance of order among others that it holds decides nothing of it. Compared
 * with `alone` of the item.
 */
export const onlyItem = <Item extends { readonly id: string }>(listed: readonly Item[], { id }: Item) => ({
  times: listed.filter((item) => item.id === id).length,
  others: someOrNone(listed.filter((item) => item.id !== id).length),
  item: listed.find((item) => item.id === id) ?? 'not listed',
});

export const alone = <Item>(item: Item) => ({ times: 1, others: 'none', item }) as const;
