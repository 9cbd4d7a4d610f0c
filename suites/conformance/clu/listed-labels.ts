import { assert } from '../../../src/scenarios/assert.ts';
import { allPages, pagesByName } from '../../expectations/all-pages.ts';
import type { Listing } from '../../expectations/listing.ts';

/** The labels of all that a list holds. Throws an assertion error when a page is refused. */
export const listedLabels = (listing: Listing): Promise<readonly string[]> =>
  allPages(async (token) => {
    const query = token === '' ? pagesByName : { page_size: pagesByName.page_size, page_token: token };
    const { kind, labels, next } = await listing.page(query);
    assert.equal(kind, 'ok', `the list of ${listing.of} is given`);
    return { items: labels, next };
  });
