/** Operations of a filter predicate, as KFP's filter.proto names them. */
export type Operation =
  | 'EQUALS'
  | 'NOT_EQUALS'
  | 'GREATER_THAN'
  | 'GREATER_THAN_EQUALS'
  | 'LESS_THAN'
  | 'LESS_THAN_EQUALS'
  | 'IN'
  | 'IS_SUBSTRING';

/** One condition; `key` is a field of `StoredPipeline`/`StoredVersion` or `tags.<key>`. Times are whole seconds. */
export interface Predicate {
  readonly key: string;
  readonly operation: Operation;
  readonly values: readonly (string | number)[];
}

/** The start of a page: after the item with this sort value and id, whether it still exists or not (LIST-06). */
export interface Position {
  readonly sortValue: string | number;
  readonly id: string;
}

/** A validated list request. Ties in `sortBy` are broken by id, in the same direction (LIST-04). */
export interface ListQuery {
  readonly pageSize: number;
  readonly sortBy: string;
  readonly descending: boolean;
  readonly predicates: readonly Predicate[];
  readonly after?: Position;
}

/** A page: its items, the number of all matching items, and the start of the next page. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly totalSize: number;
  readonly next?: Position;
}
