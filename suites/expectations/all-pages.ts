import { AssertionError } from 'node:assert/strict';
import type { Query } from '../../src/clients/kfp.ts';

/** More pages than any list of a scenario has: a list that never ends must not hang it. */
const pageLimit = 40;

/** An order in which no two items are equal, so that each is on one page (LIST-04 decides the other orders). */
export const pagesByName = { page_size: 200, sort_by: 'name' } as const;

/** The query of the page of a token; that of the first page, whose token is `''`, is given. Later ones carry only token and size. */
export const pageQuery = (first: Query, token: string): Query =>
  token === '' ? first : { page_size: first['page_size'], page_token: token };

/** Reads a list to its last page. `page` reads the page of a token, at first `''`; throws an AssertionError without an end. */
export const allPages = async <Item>(
  page: (token: string) => Promise<{ readonly items: readonly Item[]; readonly next: string }>,
): Promise<readonly Item[]> => {
  const all: Item[] = [];
  let token = '';
  for (let count = 0; count < pageLimit; count += 1) {
    const { items, next } = await page(token);
    all.push(...items);
    if (next === '') return all;
    token = next;
  }
  throw new AssertionError({ message: 'a list ends', expected: `${pageLimit} pages at most`, actual: 'more' });
};
