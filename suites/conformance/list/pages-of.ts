import { assert } from '../../../src/scenarios/assert.ts';
import type { Query } from '../../../src/clients/kfp.ts';
import { pageQuery } from '../../expectations/all-pages.ts';
import type { Listing, ListPage } from '../../expectations/listing.ts';

/** Reading stops after this many pages, so that an endless list does not hang the scenario. */
const pageLimit = 40;

/**
 * Reads a list page by page, as clients do: requests after the first carry only the token. A refused page is the last
 * one.
 */
export const pagesOf = async (listing: Listing, query: Query): Promise<readonly ListPage[]> => {
  const pages: ListPage[] = [];
  let token = '';
  do {
    const page = await listing.page(pageQuery(query, token));
    pages.push(page);
    token = page.next;
  } while (token !== '' && pages.length < pageLimit);
  return pages;
};

/** The same, but every page must be accepted. */
export const acceptedPages = async (listing: Listing, query: Query): Promise<readonly ListPage[]> => {
  const pages = await pagesOf(listing, query);
  for (const { kind } of pages) assert.equal(kind, 'ok', `a page of ${listing.of} was refused`);
  return pages;
};
