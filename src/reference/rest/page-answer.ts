import type { ListTarget } from '../listing/list-request.ts';
import type { ListQuery, Page } from '../model/listing.ts';
import { encodePageToken } from '../listing/page-token.ts';

/** The token of the next page; empty on the last page. */
export const nextPageToken = (target: ListTarget, query: ListQuery, page: Page<unknown>, key: Buffer): string => {
  if (page.next === undefined) return '';
  const { sortBy, descending, predicates } = query;
  return encodePageToken({ ...target, sortBy, descending, predicates, after: page.next }, key);
};
