import assert from 'node:assert/strict';
import type { Query } from '../../../src/clients/kfp.ts';
import type { Listing, ListPage } from '../../expectations/listing.ts';

/** A list that never ends is given up after this many pages. */
const pageLimit = 40;

/** A list page by page, as a client reads it: the token alone asks for the next page. A page that is refused is the last. */
export const pagesOf = async (listing: Listing, query: Query): Promise<readonly ListPage[]> => {
  const pages: ListPage[] = [];
  let token = '';
  do {
    const page = await listing.page(token === '' ? query : { page_size: query['page_size'], page_token: token });
    pages.push(page);
    token = page.next;
  } while (token !== '' && pages.length < pageLimit);
  return pages;
};

/** The same where no page may be refused. */
export const acceptedPages = async (listing: Listing, query: Query): Promise<readonly ListPage[]> => {
  const pages = await pagesOf(listing, query);
  for (const { kind } of pages) assert.equal(kind, 'ok', `a page of ${listing.of} was refused`);
  return pages;
};
