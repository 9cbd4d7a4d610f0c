import type { Query } from '../../../src/clients/kfp.ts';
import type { Listing, ListPage } from '../../expectations/listing.ts';

/** A list that never ends is given up after this many pages. */
const pageLimit = 40;

/** A list page by page, each page from the next of the replicas' lists. A page that is refused is the last. */
export const pagesInTurn = async (listings: readonly Listing[], query: Query): Promise<readonly ListPage[]> => {
  const pages: ListPage[] = [];
  let token = '';
  do {
    const listing = listings[pages.length % listings.length];
    if (listing === undefined) throw new Error('there is no list to read pages of');
    const page = await listing.page(token === '' ? query : { page_size: query['page_size'], page_token: token });
    pages.push(page);
    token = page.next;
  } while (token !== '' && pages.length < pageLimit);
  return pages;
};
