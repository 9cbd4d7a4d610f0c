import { canonicalJson } from '../ground/canonical-json.ts';
import { storedField, type ListKind } from './list-fields.ts';
import { parseFilter } from './list-filter.ts';
import type { ListQuery, Predicate } from '../model/listing.ts';
import { decodePageToken } from './page-token.ts';
import { ApiError } from '../ground/api-error.ts';

const defaultPageSize = 20;
const maxPageSize = 200;

/** The query parameters of a list, decoded once; empty means absent. */
export interface ListParameters {
  readonly page_size?: string;
  readonly page_token?: string;
  readonly sort_by?: string;
  readonly filter?: string;
}

/** The requested list: `scope` is a namespace or a pipeline id. */
export interface ListTarget {
  readonly kind: ListKind;
  readonly scope: string;
}

const parsePageSize = (text: string): number => {
  const size = text === '' ? 0 : Number(text);
  if (!/^(-?\d{1,10})?$/.test(text) || size < 0) {
    throw new ApiError('invalid', `Invalid page_size ${JSON.stringify(text)}: expected a whole number of 0 or more.`);
  }
  return size === 0 ? defaultPageSize : Math.min(size, maxPageSize);
};

const parseOrder = (kind: ListKind, text: string): { readonly sortBy: string; readonly descending: boolean } => {
  const [field, direction = 'asc', ...rest] = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (field === undefined) return { sortBy: 'createdAt', descending: false };
  if (rest.length > 0 || !['asc', 'desc'].includes(direction)) {
    throw new ApiError(
      'invalid',
      `Invalid sort_by ${JSON.stringify(text)}: expected "field", "field asc" or "field desc".`,
    );
  }
  return { sortBy: storedField(kind, field, 'sorting'), descending: direction === 'desc' };
};

const sameFilter = (left: readonly Predicate[], right: readonly Predicate[]): boolean => {
  const normalised = (predicates: readonly Predicate[]) => canonicalJson(predicates.map(canonicalJson).toSorted());
  return normalised(left) === normalised(right);
};

/**
 * Validates a list request. With a token, `sort_by` and `filter` may be omitted; given ones must equal those of the
 * token (LIST-15, LIST-16). Throws an `invalid` ApiError.
 */
export const parseListRequest = (target: ListTarget, parameters: ListParameters, tokenKey: Buffer): ListQuery => {
  const pageSize = parsePageSize(parameters.page_size ?? '');
  const order = parameters.sort_by ? parseOrder(target.kind, parameters.sort_by) : undefined;
  const predicates = parameters.filter ? parseFilter(target.kind, parameters.filter) : undefined;
  if (!parameters.page_token) {
    return { pageSize, ...(order ?? { sortBy: 'createdAt', descending: false }), predicates: predicates ?? [] };
  }
  const token = decodePageToken(parameters.page_token, tokenKey);
  if (token.kind !== target.kind || token.scope !== target.scope) {
    throw new ApiError('invalid', 'Invalid page token: it belongs to another list.');
  }
  if (order && (order.sortBy !== token.sortBy || order.descending !== token.descending)) {
    throw new ApiError(
      'invalid',
      'The page token was given out for another sort_by; leave sort_by out or send the same.',
    );
  }
  if (predicates && !sameFilter(predicates, token.predicates)) {
    throw new ApiError(
      'invalid',
      'The page token was given out for another filter; leave the filter out or send the same.',
    );
  }
  const { sortBy, descending, after } = token;
  return { pageSize, sortBy, descending, predicates: token.predicates, after };
};
