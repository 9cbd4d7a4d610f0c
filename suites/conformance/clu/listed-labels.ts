import { assert } from '../../../src/scenarios/assert.ts';
import { allPages, pageQuery, pagesByName } from '../../expectations/all-pages.ts';
import type { Listing } from '../../expectations/listing.ts';

/** The labels of all that a list holds. Throws an assertion error when a page is refused. */
export const listedLabels = (listing: Listing): Promise<readonly string[]> =>
  allPages(async (token) => {
    const { kind, labels, next } = await listing.page(pageQuery(pagesByName, token));
    assert.equal(kind, 'ok', `the list of ${listing.of} is given`);
    return { items: labels, next };
  });
