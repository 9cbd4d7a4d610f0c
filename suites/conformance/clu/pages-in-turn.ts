import type { Query } from '../../../src/clients/kfp.ts';
import { pageQuery } from '../../expectations/all-pages.ts';
import type { Listing, ListPage } from '../../expectations/listing.ts';

/** Reading stops after this many pages, so that an endless list does not hang the scenario. */
const pageLimit = 40;

/** Reads a list page by page, taking the pages from the replicas' lists in turn. A refused page is the last one. */
export const pagesInTurn = async (listings: readonly Listing[], query: Query): Promise<readonly ListPage[]> => {
  const pages: ListPage[] = [];
  let token = '';
  do {
    const listing = listings[pages.length % listings.length];
    if (listing === undefined) throw new Error('there is no list to read pages of');
    const page = await listing.page(pageQuery(query, token));
    pages.push(page);
    token = page.next;
  } while (token !== '' && pages.length < pageLimit);
  return pages;
};
